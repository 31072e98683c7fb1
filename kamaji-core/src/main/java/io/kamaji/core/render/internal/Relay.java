package io.kamaji.core.render.internal;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.setting.Settings;
import io.kamaji.core.component.TenantView;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What both halves of the relay must agree on. A pod that asks Service {@code kubernetes} reaches the relay of its node; that
 * wraps the connection in TLS of its own, to a server name that the front knows, and the relay beside kube-apiserver unwraps
 * it. Both are plain HAProxy, and neither can read what it passes on: pod and kube-apiserver speak TLS with each other.
 */
final class Relay {
    /** Container, volumes, and objects in the tenant. */
    static final String NAME = "kamaji-relay";

    /** File of the configuration, in either half. */
    static final String FILE = "haproxy.cfg";

    static final String FOLDER = "/etc/kamaji-relay";

    private static final List<Integer> PORTS = List.of(8443, 9443, 10_443, 11_443, 12_443);

    /**
     * What is the same in both: idle connections last as long as what they carry may be silent, such as {@code kubectl exec}; a
     * number of connections is told, as else it follows from the container's limit of files, and memory from that.
     */
    private static final String COMMON = """
            defaults
                mode tcp
                option clitcpka
                option srvtcpka
                timeout connect 5s
                timeout client 1m
                timeout server 1m
                timeout tunnel 4h
            """;

    private Relay() {}

    static boolean isEnabled(TenantView tenant) {
        return isEnabled(tenant.given());
    }

    static boolean isEnabled(TenantControlPlane tenant) {
        return ServerNames.isWanted(tenant, Settings.RELAY);
    }

    static String image(TenantView tenant) {
        return tenant.setting(Settings.RELAY_IMAGE).orElse(Settings.DEFAULT_RELAY_IMAGE);
    }

    /** Port of the half in the control plane: the first of a few that nothing else of the tenant has. */
    static int port(TenantView tenant) {
        var taken = new HashSet<>(List.of(tenant.port(), Konnectivity.port(tenant)));
        tenant.spec()
                .controlPlane()
                .service()
                .additionalPorts()
                .orElse(List.of())
                .forEach(port -> {
                    taken.add(port.port());
                    port.targetPort().asLong().map(Long::intValue).ifPresent(taken::add);
                });
        return PORTS.stream().filter(port -> !taken.contains(port)).findFirst().orElse(PORTS.get(0));
    }

    /** Port of the half on nodes. */
    static int nodePort(TenantView tenant) {
        return tenant.setting(Settings.RELAY_NODE_PORT).orElse(7443);
    }

    /** Listens on the pod's own address, of whatever family, as only that is asked for. */
    static String inControlPlane(TenantView tenant) {
        return text("""
                global
                    maxconn 8192
                    nbthread 1
                    ssl-load-extra-del-ext
                """ + COMMON + """
                frontend relay
                    bind "${POD_IP}:%d" ssl crt %s/pki/%s
                    default_backend kube-apiserver
                backend kube-apiserver
                    server kube-apiserver 127.0.0.1:%d
                """, port(tenant), FOLDER, RelayServer.CERTIFICATE.certificateFile(), tenant.port());
    }

    /**
     * Asks the node's name servers for the front again and again, and keeps what it knew while none answers; the first time
     * {@code /etc/hosts} counts, too.
     *
     * @param front by whose name and port
     * @param serverName which is the relay's
     */
    static String onNode(TenantView tenant, String front, String serverName) {
        var isV6 = isV6(tenant);
        return text(
                """
                global
                    maxconn 4096
                    nbthread 1
                resolvers node
                    parse-resolv-conf
                    accepted_payload_size 4096
                    hold valid 10s
                """
                        + Stream.of("nx", "other", "refused", "timeout")
                                .map(problem -> "    hold " + problem + " 24d\n")
                                .reduce("", String::concat)
                        + COMMON + """
                frontend kubernetes
                    bind %s:%d%s
                    default_backend relay
                backend relay
                    server relay %s ssl sni str(%s) verify required ca-file %s/ca.crt resolvers node resolve-prefer %s init-addr libc,none
                """,
                isV6 ? "[::]" : "0.0.0.0",
                nodePort(tenant),
                isV6 ? " v6only" : "",
                front,
                serverName,
                FOLDER,
                isV6 ? "ipv6" : "ipv4");
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** Whether Service {@code kubernetes} is IPv6: its endpoints are of its family alone, also in a dual-stack tenant. */
    static boolean isV6(TenantView tenant) {
        return tenant.kubernetesServiceIps().stream()
                .findFirst()
                .filter(ip -> ip.contains(":"))
                .isPresent();
    }

    /** What both halves need of their container: nothing. */
    static JsonObject securityContext() {
        return JsonObject.of("allowPrivilegeEscalation", false, "readOnlyRootFilesystem", true)
                .with("capabilities", JsonObject.of("drop", List.of("ALL")));
    }
}

package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Container;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Credential;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.FlagTable;
import io.kamaji.core.component.Flags;
import io.kamaji.core.component.Mount;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.ServicePort;
import io.kamaji.core.component.SpecRule;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.component.Volume;
import io.kamaji.core.component.Volume.Projection;
import io.kamaji.core.render.ClusterCredentials;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Konnectivity server: lets kube-apiserver reach nodes that it can't route to. Inputs: addons.konnectivity, version, cluster
 * CA. Outputs: a sidecar that ends after kube-apiserver, egress ConfigMap, client certificate and kubeconfig, Service port,
 * one kube-apiserver flag. Ours over the user's flags. Its identity may ask whose a token is and hold leases, no more; what
 * grants that is in {@link KonnectivityAgent}. It has no readiness probe: it is ready only with agents, which reach it
 * only when the pod is. Source: kubernetes-sigs/apiserver-network-proxy v0.36.
 */
public final class KonnectivityServer implements Component {
    static final FlagTable FLAGS = FlagTable.read(KonnectivityServer.class, "known-flags/proxy-server.txt");
    private static final String ARGUMENTS = "spec.addons.konnectivity.server.extraArgs";
    static final String NAME = "konnectivity-server";
    static final String SOCKETS = "konnectivity-uds";
    static final String EGRESS = "egress-selector-configuration";
    static final String KUBECONFIG = "konnectivity-server-kubeconfig";
    static final String SERVING = "konnectivity-server-certificate";

    /** What it is to the tenant's API server. */
    public static final Credential CLIENT =
            client().secret("konnectivity-certificate").tls().build();

    public static final Credential CLIENT_KUBECONFIG = client().secret("konnectivity-kubeconfig")
            .kubeconfig("konnectivity-server.conf", Credential.Server.LOCALHOST)
            .clusterName("kubernetes")
            .build();

    private static final String SOCKET = "/run/konnectivity/konnectivity-server.socket";
    private static final String EGRESS_FOLDER = "/etc/kubernetes/konnectivity/configurations";
    private static final String KUBECONFIG_FOLDER = "/etc/kubernetes/konnectivity/kubeconfig";
    private static final String SERVING_FOLDER = "/etc/kubernetes/pki";

    private static Credential.Builder client() {
        return Credential.client(NAME, Konnectivity.IDENTITY, ClusterCredentials.CA.name());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean enabledFor(TenantView tenant) {
        return Konnectivity.isEnabled(tenant);
    }

    @Override
    public Declaration declares() {
        return Declaration.builder()
                .credential(CLIENT, CLIENT_KUBECONFIG)
                .container(NAME, "spec.addons.konnectivity.server.securityContext")
                .volume(SOCKETS, EGRESS, KUBECONFIG, SERVING)
                .build();
    }

    @Override
    public List<SpecRule> rules() {
        return List.of(KnownFlags.ofKonnectivity("server", FLAGS, ARGUMENTS));
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var tenant = ctx.tenant();
        var konnectivity = Konnectivity.of(tenant);
        return Contribution.builder()
                .configMap(Names.KONNECTIVITY_EGRESS, Map.of(EGRESS + ".yaml", egress().toYaml()), Set.of())
                .sidecar(NAME, container -> container(tenant, konnectivity, container))
                .extend(
                        KubeApiServer.NAME,
                        container -> container
                                .flag("--egress-selector-config-file", EGRESS_FOLDER + "/" + EGRESS + ".yaml")
                                .mount(Mount.writable(SOCKETS, "/run/konnectivity"))
                                .mount(Mount.readOnly(EGRESS, EGRESS_FOLDER)))
                .volume(Volume.memory(SOCKETS))
                .volume(Volume.configMap(EGRESS, tenant.objectName(Names.KONNECTIVITY_EGRESS)))
                .volume(Volume.secret(KUBECONFIG, tenant, CLIENT_KUBECONFIG))
                .volume(Volume.projected(SERVING, List.of(Projection.pair(tenant, ClusterCredentials.API_SERVER))))
                .servicePort(ServicePort.of(NAME, konnectivity.server().port()))
                .build();
    }

    private static void container(TenantView tenant, Konnectivity konnectivity, Container.Builder container) {
        var flags = Flags.builder(Flags.Precedence.MANAGED_WINS)
                .user(ARGUMENTS, konnectivity.server().extraArgs().orElse(List.of()), FLAGS.syntax())
                .set("--uds-name", SOCKET)
                .set("--mode", "grpc")
                .set("--server-port", "0")
                .set("--cluster-cert", SERVING_FOLDER + "/" + ClusterCredentials.API_SERVER.certificateFile())
                .set("--cluster-key", SERVING_FOLDER + "/" + ClusterCredentials.API_SERVER.keyFile())
                .set("--agent-port", Integer.toString(konnectivity.server().port()))
                .set("--admin-port", Integer.toString(Konnectivity.ADMIN_PORT))
                .set("--health-port", Integer.toString(Konnectivity.HEALTH_PORT))
                .set("--agent-namespace", "kube-system")
                .set("--agent-service-account", Konnectivity.AGENT)
                .set("--authentication-audience", Konnectivity.IDENTITY)
                .set("--kubeconfig", KUBECONFIG_FOLDER + "/" + CLIENT_KUBECONFIG.file())
                .setDefault("--v", "2");
        if (konnectivity.countsLeases()) {
            flags.set("--enable-lease-controller", "true");
        } else {
            flags.set("--server-count", Integer.toString(tenant.replicas()));
        }
        container
                .image(konnectivity.serverImage())
                .command("/proxy-server")
                .flags(flags)
                .mount(Mount.writable(SOCKETS, "/run/konnectivity"))
                .mount(Mount.readOnly(KUBECONFIG, KUBECONFIG_FOLDER))
                .mount(Mount.readOnly(SERVING, SERVING_FOLDER))
                .field("env", List.of(AddonObjects.podField("PROXY_SERVER_ID", "metadata.name"))) // names its lease
                .field("resources", konnectivity.server().resources())
                .field("securityContext", konnectivity.server().securityContext())
                .field("livenessProbe", AddonObjects.probe("/healthz", 30, 60));
    }

    private static JsonObject egress() {
        var uds = JsonObject.of("uds", JsonObject.of("udsName", SOCKET));
        var connection = JsonObject.of("proxyProtocol", "GRPC", "transport", uds);
        return JsonObject.of("apiVersion", "apiserver.k8s.io/v1beta1", "kind", "EgressSelectorConfiguration")
                .with("egressSelections", List.of(JsonObject.of("name", "cluster", "connection", connection)));
    }
}

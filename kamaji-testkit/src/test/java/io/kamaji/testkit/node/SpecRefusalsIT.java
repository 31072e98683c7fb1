package io.kamaji.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.render.ControlPlaneRenderer;
import io.kamaji.pki.KeyAlgorithm;
import io.kamaji.pki.SigningKeys;
import io.kamaji.testkit.AdminClusterKind;
import io.kamaji.testkit.AdminClusterUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a spec is refused for ends the real binary too, and says why. */
class SpecRefusalsIT {
    private static final String VERSION = RealBinaries.KUBERNETES;

    @TempDir
    private static Path folder;

    private static AdminClusterUnderTest cluster;

    @BeforeAll
    static void start() throws IOException {
        RealBinaries.assume("kube-apiserver", "kube-controller-manager");
        cluster = AdminClusterKind.PROCESSES.startOrSkip();
        Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
        var keys = SigningKeys.generate(KeyAlgorithm.ECDSA_P256, new SecureRandom());
        Files.writeString(folder.resolve("sa.key"), keys.privatePem());
        Files.writeString(folder.resolve("sa.pub"), keys.publicPem());
    }

    @AfterAll
    static void close() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--disable-admission-plugins=NodeRestriction | overlapped",
                "--disable-admission-plugins=SecurityContextDeny | is unknown",
                "--admission-control=Priority | mutually exclusive",
                "--service-node-port-range=32767-30000 | end port cannot be less than start port",
                "--no-such-flag | unknown flag",
                "-audit-log-maxage=3 | unknown shorthand flag",
                "leftover | does not take any arguments",
                "--feature-gates=MemoryManager=true | unrecognized feature gate",
                "--feature-gates=ImageVolume=false | feature is locked to true",
            })
    void apiServer_flagThatIsRefused_endsIt(String flag, String reason) throws Exception {
        apiServer(VERSION, flag, reason);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--feature-gates=SidecarContainers=true | unrecognized feature gate",
                "--feature-gates=HostnameOverride=false | feature is locked to true",
                "--disable-admission-plugins=JobValidation | is unknown",
            })
    void newestApiServer_flagThatIsRefused_endsIt(String flag, String reason) throws Exception {
        apiServer(RealBinaries.NEWEST, flag, reason);
    }

    private static void apiServer(String version, String flag, String reason) throws Exception {
        assertThat(refused(version, tenant -> tenant.apiServer(part -> part.args(flag))))
                .isTrue();
        assertThat(ended(
                        version,
                        "kube-apiserver",
                        List.of(
                                "--etcd-servers=http://127.0.0.1:1",
                                "--bind-address=127.0.0.1",
                                "--advertise-address=127.0.0.1",
                                "--cert-dir=" + folder.resolve("api"),
                                "--service-cluster-ip-range=10.96.0.0/16",
                                "--service-account-issuer=https://kubernetes.default.svc",
                                "--service-account-key-file=" + folder.resolve("sa.pub"),
                                "--service-account-signing-key-file=" + folder.resolve("sa.key"),
                                "--authorization-mode=RBAC",
                                "--enable-admission-plugins=NodeRestriction"),
                        flag))
                .contains(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.244.0.0/25 | --v=0 | mask size of cluster CIDR must be less than or equal",
                "10.244.0.0/16 | --node-cidr-mask-size=15 | mask size of cluster CIDR must be less than or equal",
                "10.244.0.0/16 | --node-cidr-mask-size-ipv6=64 | not allowed for a single-stack IPv4 cluster",
                "10.244.0.0/16,fd00:1::/72 | --v=0 | mask size of cluster CIDR must be less than or equal",
                "10.244.0.0/16,fd00::/47 | --v=0 | node CIDR size is too big",
                "10.244.0.0/16,fd00:1::/56 | --node-cidr-mask-size=25 | not allowed with dual-stack clusters",
                "10.244.0.0/16 | --cidr-allocator-type=IPAMFromCluster | is not available",
                "10.244.0.0/16 | --cluster-cidr= | invalid CIDR",
                "10.244.0.0/16 | --cluster-signing-cert-file=/x --cluster-signing-key-file=/x"
                        + " --cluster-signing-legacy-unknown-key-file=/x | cannot specify --cluster-signing",
            })
    void controllerManager_flagsThatAreRefused_endIt(String pods, String flags, String reason) throws Exception {
        var services =
                pods.contains(":") ? new String[] {"10.96.0.0/16", "fd00:96::/112"} : new String[] {"10.96.0.0/16"};
        controllerManager(VERSION, pods, services, flags, reason);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"-route", "service-lb-controller", "-cloud-node-lifecycle"})
    void newestControllerManager_controllerThatIsRefused_endsIt(String name) throws Exception {
        controllerManager(
                RealBinaries.NEWEST,
                "10.244.0.0/16",
                new String[] {"10.96.0.0/16"},
                "--controllers=*," + name,
                "is not in the list of known controllers");
    }

    private static void controllerManager(String version, String pods, String[] services, String flags, String reason)
            throws Exception {
        assertThat(refused(
                        version,
                        tenant -> tenant.serviceCidr(services)
                                .podCidr(pods.split(","))
                                .controllerManager(part -> part.args(flags.split(" ")))))
                .isTrue();
        assertThat(ended(
                        version,
                        "kube-controller-manager",
                        List.of(
                                "--kubeconfig=" + folder.resolve("kubeconfig"),
                                "--cert-dir=" + folder.resolve("manager"),
                                "--bind-address=127.53.0.1", // another on this machine may listen on its port
                                "--leader-elect=false",
                                "--allocate-node-cidrs=true",
                                "--cluster-cidr=" + pods),
                        flags.split(" ")))
                .contains(reason);
    }

    private static boolean refused(String version, Consumer<TenantControlPlane.Builder> change) {
        var tenant = TenantControlPlane.builder("tenants", "blue")
                .kubernetesVersion(version)
                .clusterIp()
                .dataStore("shared");
        change.accept(tenant);
        return !ControlPlaneRenderer.standard()
                .check(tenant.build())
                .violations()
                .isEmpty();
    }

    private static String ended(String version, String binary, List<String> base, String... flags) throws Exception {
        var command = new ArrayList<String>();
        command.add(RealBinaries.require(binary, version));
        command.addAll(base);
        command.addAll(List.of(flags));
        var said = Files.createTempFile(folder, binary, ".log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("%s ended", command)
                    .isTrue();
            assertThat(process.exitValue()).isNotZero();
            return Files.readString(said);
        } finally {
            process.destroyForcibly();
        }
    }
}

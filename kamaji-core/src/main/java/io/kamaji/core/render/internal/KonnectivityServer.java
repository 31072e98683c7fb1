package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Container;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.FlagTable;
import io.kamaji.core.component.Flags;
import io.kamaji.core.component.Mount;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.ServicePort;
import io.kamaji.core.component.SpecRule;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.component.Volume;
import io.kamaji.core.component.Volume.Projection;
import io.kamaji.core.manifest.Labels;
import io.kamaji.core.manifest.Target;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.KubeadmCertificates;
import io.kamaji.pki.Kubeconfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Konnectivity server: lets kube-apiserver reach nodes that it can't route to. Inputs: addons.konnectivity, version, cluster
 * CA. Outputs: a sidecar that ends after kube-apiserver, egress ConfigMap, client certificate and kubeconfig, Service port,
 * one kube-apiserver flag. Ours over the user's flags. Its identity may ask whose a token is and hold leases, no more; what
 * grants that is in {@link KonnectivityAgent}. It has no readiness probe: it is ready only with agents, which reach it
 * only when the pod is. Source: kubernetes-sigs/apiserver-network-proxy v0.36.
 */
final class KonnectivityServer implements Component {
    static final FlagTable FLAGS = FlagTable.read(KonnectivityServer.class, "known-flags/proxy-server.txt");
    private static final String ARGUMENTS = "spec.addons.konnectivity.server.extraArgs";
    static final String NAME = "konnectivity-server";
    static final String SOCKETS = "konnectivity-uds";
    static final String EGRESS = "egress-selector-configuration";
    static final String KUBECONFIG = "konnectivity-server-kubeconfig";
    static final String SERVING = "konnectivity-server-certificate";
    private static final String SOCKET = "/run/konnectivity/konnectivity-server.socket";
    private static final String EGRESS_FOLDER = "/etc/kubernetes/konnectivity/configurations";
    private static final String KUBECONFIG_FOLDER = "/etc/kubernetes/konnectivity/kubeconfig";
    private static final String SERVING_FOLDER = "/etc/kubernetes/pki";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean enabledFor(TenantView tenant) {
        return Konnectivity.isEnabled(tenant);
    }

    @Override
    public List<CertificateSpec> certificates(TenantView tenant) {
        return List.of(CertificateSpec.client(Names.KONNECTIVITY, Konnectivity.IDENTITY, KubeadmCertificates.CA));
    }

    @Override
    public List<SpecRule> rules() {
        return List.of(KnownFlags.ofKonnectivity("server", FLAGS, ARGUMENTS));
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var tenant = ctx.tenant();
        var konnectivity = Konnectivity.of(tenant);
        var waitsFor = ClusterPki.waitsFor(ctx, KubeadmCertificates.CA).isEmpty()
                ? ClusterPki.waitsFor(ctx, Names.KONNECTIVITY)
                : ClusterPki.waitsFor(ctx, KubeadmCertificates.CA);
        return Contribution.builder()
                .configMap(Names.KONNECTIVITY_EGRESS, Map.of(EGRESS + ".yaml", egress().toYaml()), Set.of())
                .object(Target.ADMIN, certificate(ctx, waitsFor), waitsFor)
                .secret(
                        Names.KONNECTIVITY_KUBECONFIG,
                        Map.of(
                                Names.KONNECTIVITY_CONF,
                                waitsFor.isEmpty() ? kubeconfig(ctx) : ClusterPki.first(waitsFor)),
                        Map.of(Names.LIFECYCLE, "kubeconfig"),
                        waitsFor)
                .sidecar(NAME, container -> container(tenant, konnectivity, container))
                .extend(
                        KubeApiServer.NAME,
                        container -> container
                                .flag("--egress-selector-config-file", EGRESS_FOLDER + "/" + EGRESS + ".yaml")
                                .mount(Mount.writable(SOCKETS, "/run/konnectivity"))
                                .mount(Mount.readOnly(EGRESS, EGRESS_FOLDER)))
                .volume(Volume.memory(SOCKETS))
                .volume(Volume.configMap(EGRESS, tenant.objectName(Names.KONNECTIVITY_EGRESS)))
                .volume(Volume.secret(KUBECONFIG, tenant.objectName(Names.KONNECTIVITY_KUBECONFIG)))
                .volume(Volume.projected(
                        SERVING,
                        List.of(Projection.of(tenant.objectName(Names.API_SERVER), "apiserver.crt", "apiserver.key"))))
                .servicePort(ServicePort.of(NAME, konnectivity.server().port()))
                .build();
    }

    private static void container(TenantView tenant, Konnectivity konnectivity, Container.Builder container) {
        var flags = Flags.builder(Flags.Precedence.MANAGED_WINS)
                .user(ARGUMENTS, konnectivity.server().extraArgs().orElse(List.of()), FLAGS.syntax())
                .set("--uds-name", SOCKET)
                .set("--mode", "grpc")
                .set("--server-port", "0")
                .set("--cluster-cert", SERVING_FOLDER + "/apiserver.crt")
                .set("--cluster-key", SERVING_FOLDER + "/apiserver.key")
                .set("--agent-port", Integer.toString(konnectivity.server().port()))
                .set("--admin-port", Integer.toString(Konnectivity.ADMIN_PORT))
                .set("--health-port", Integer.toString(Konnectivity.HEALTH_PORT))
                .set("--agent-namespace", "kube-system")
                .set("--agent-service-account", Konnectivity.AGENT)
                .set("--authentication-audience", Konnectivity.IDENTITY)
                .set("--kubeconfig", KUBECONFIG_FOLDER + "/" + Names.KONNECTIVITY_CONF)
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
        return JsonObject.of(
                "apiVersion",
                "apiserver.k8s.io/v1beta1",
                "kind",
                "EgressSelectorConfiguration",
                "egressSelections",
                List.of(JsonObject.of("name", "cluster", "connection", connection)));
    }

    private static JsonObject certificate(RenderContext ctx, Set<String> waitsFor) {
        var certificate = ctx.certificate(Names.KONNECTIVITY).filter(c -> waitsFor.isEmpty());
        var data = JsonObject.of(
                "tls.crt", certificate.map(c -> c.certificatePem()).orElseGet(() -> ClusterPki.first(waitsFor)),
                "tls.key", certificate.map(c -> c.keyPem()).orElseGet(() -> ClusterPki.first(waitsFor)));
        var labels = JsonObject.of(Labels.COMPONENT, Names.KONNECTIVITY_CERTIFICATE, Names.LIFECYCLE, "x509");
        var name = ctx.tenant().objectName(Names.KONNECTIVITY_CERTIFICATE);
        return JsonObject.of(
                "apiVersion",
                "v1",
                "kind",
                "Secret",
                "metadata",
                JsonObject.of("name", name, "labels", labels),
                "type",
                "kubernetes.io/tls",
                "stringData",
                data);
    }

    private static String kubeconfig(RenderContext ctx) {
        return KeptKubeconfigs.kept(
                ctx,
                Names.KONNECTIVITY_CONF,
                new Kubeconfig(
                        "kubernetes",
                        "https://localhost:" + ctx.tenant().port(),
                        ctx.certificate(KubeadmCertificates.CA).orElseThrow().certificatePem(),
                        Optional.empty(),
                        Konnectivity.IDENTITY,
                        ctx.certificate(Names.KONNECTIVITY)));
    }
}

package io.kamaji.core.render.internal;

import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.exposure.HostPort;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.KubeadmCertificates;
import io.kamaji.pki.Kubeconfig;
import io.kamaji.pki.SubjectAltNames;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The kubeconfigs of administrators, controller manager and scheduler. One client certificate per identity, shared by its
 * {@code .conf} (for clients of the tenant) and its {@code .svc} (for clients in the admin cluster). A stored kubeconfig
 * that still says the same is kept byte for byte, the reference's {@code .svc} with a certificate of its own too. Source:
 * kubeadm's kubeconfig phase.
 */
final class Kubeconfigs implements Component {

    /** Who a kubeconfig is meant for. */
    private enum Server {
        ENDPOINT,
        SERVICE,
        LOOPBACK
    }

    private record Entry(String secret, String key, String certificate, String user, Server server) {}

    private static final List<Entry> ENTRIES = List.of(
            admin("admin.conf", KubeadmCertificates.ADMIN, "kubernetes-admin", Server.ENDPOINT),
            admin("admin.svc", KubeadmCertificates.ADMIN, "kubernetes-admin", Server.SERVICE),
            admin("super-admin.conf", KubeadmCertificates.SUPER_ADMIN, "kubernetes-super-admin", Server.ENDPOINT),
            admin("super-admin.svc", KubeadmCertificates.SUPER_ADMIN, "kubernetes-super-admin", Server.SERVICE),
            new Entry(
                    Names.CONTROLLER_MANAGER_KUBECONFIG,
                    "controller-manager.conf",
                    KubeadmCertificates.CONTROLLER_MANAGER,
                    "system:kube-controller-manager",
                    Server.LOOPBACK),
            new Entry(
                    Names.SCHEDULER_KUBECONFIG,
                    "scheduler.conf",
                    KubeadmCertificates.SCHEDULER,
                    "system:kube-scheduler",
                    Server.LOOPBACK));

    private static Entry admin(String key, String certificate, String user, Server server) {
        return new Entry(Names.ADMIN_KUBECONFIG, key, certificate, user, server);
    }

    @Override
    public String name() {
        return "kubeconfigs";
    }

    @Override
    public List<CertificateSpec> certificates(TenantView tenant) {
        return KubeadmCertificates.of(SubjectAltNames.NONE).stream()
                .filter(spec -> ENTRIES.stream().anyMatch(entry -> entry.certificate.equals(spec.name())))
                .toList();
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var contribution = Contribution.builder();
        for (var secret : ENTRIES.stream().map(Entry::secret).distinct().toList()) {
            var data = new TreeMap<String, String>();
            var waitsFor = new HashSet<String>();
            for (var entry : ENTRIES) {
                if (entry.secret.equals(secret)) {
                    var waits = waitsFor(ctx, entry);
                    waitsFor.addAll(waits);
                    data.put(entry.key, waits.isEmpty() ? text(ctx, entry) : ClusterPki.first(waits));
                }
            }
            contribution.secret(secret, data, Map.of(Names.LIFECYCLE, "kubeconfig"), waitsFor);
        }
        return contribution.build();
    }

    private static Set<String> waitsFor(RenderContext ctx, Entry entry) {
        var authority = ClusterPki.waitsFor(ctx, KubeadmCertificates.CA);
        var client = ClusterPki.waitsFor(ctx, entry.certificate);
        return !authority.isEmpty()
                ? authority
                : !client.isEmpty()
                        ? client
                        : entry.server == Server.ENDPOINT
                                ? ctx.tenant().endpoints().api().waitsFor()
                                : Set.of();
    }

    private static String text(RenderContext ctx, Entry entry) {
        var tenant = ctx.tenant();
        var wanted = new Kubeconfig(
                tenant.name(),
                "https://" + host(tenant, entry.server),
                ctx.certificate(KubeadmCertificates.CA).orElseThrow().certificatePem(),
                Optional.empty(),
                entry.user,
                ctx.certificate(entry.certificate));
        return entry.server == Server.SERVICE
                ? KeptKubeconfigs.service(ctx, entry.key, wanted)
                : KeptKubeconfigs.kept(ctx, entry.key, wanted);
    }

    private static HostPort host(TenantView tenant, Server server) {
        return switch (server) {
            case ENDPOINT -> tenant.endpoints().api().shown();
            case SERVICE -> tenant.endpoints().inCluster();
            case LOOPBACK -> new HostPort("127.0.0.1", tenant.port());
        };
    }
}

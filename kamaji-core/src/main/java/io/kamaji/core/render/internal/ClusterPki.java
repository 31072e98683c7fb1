package io.kamaji.core.render.internal;

import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.TenantView;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.KubeadmCertificates;
import io.kamaji.pki.SubjectAltNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The tenant's certificates and the keys of its service account tokens, one Secret each. Inputs: names and addresses of the
 * API server. Source: kubeadm's certificate list; Secret names and keys are the reference's ({@code tls.*} beside
 * {@code ca.*} is what Cluster API reads).
 */
final class ClusterPki implements Component {
    private static final Map<String, String> EXPIRES = Map.of(Names.LIFECYCLE, "x509");

    /** One Secret: its name, the certificate in it, its files and what it is labelled with. */
    private record Entry(String secret, String certificate, List<String> files, Map<String, String> labels) {}

    private static final List<Entry> ENTRIES = List.of(
            new Entry(Names.CA, KubeadmCertificates.CA, List.of("ca", "tls"), Map.of()),
            new Entry(Names.FRONT_PROXY_CA, KubeadmCertificates.FRONT_PROXY_CA, List.of("front-proxy-ca"), Map.of()),
            new Entry(Names.API_SERVER, KubeadmCertificates.API_SERVER, List.of("apiserver"), EXPIRES),
            new Entry(
                    Names.KUBELET_CLIENT,
                    KubeadmCertificates.API_SERVER_KUBELET_CLIENT,
                    List.of("apiserver-kubelet-client"),
                    EXPIRES),
            new Entry(
                    Names.FRONT_PROXY_CLIENT,
                    KubeadmCertificates.FRONT_PROXY_CLIENT,
                    List.of("front-proxy-client"),
                    EXPIRES));

    @Override
    public String name() {
        return "pki";
    }

    @Override
    public List<CertificateSpec> certificates(TenantView tenant) {
        return KubeadmCertificates.of(apiServerNames(tenant)).stream()
                .filter(spec -> ENTRIES.stream().anyMatch(entry -> entry.certificate.equals(spec.name())))
                .filter(spec -> tenant.endpoints().certificateNames().isKnown()
                        || !spec.name().equals(KubeadmCertificates.API_SERVER))
                .toList();
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var contribution = Contribution.builder();
        for (var entry : ENTRIES) {
            var data = new TreeMap<String, String>();
            var waitsFor = waitsFor(ctx, entry.certificate);
            for (var file : entry.files) {
                var certificate = ctx.certificate(entry.certificate);
                data.put(file + ".crt", certificate.map(c -> c.certificatePem()).orElseGet(() -> first(waitsFor)));
                data.put(file + ".key", certificate.map(c -> c.keyPem()).orElseGet(() -> first(waitsFor)));
            }
            contribution.secret(entry.secret, data, entry.labels, waitsFor);
        }
        var keys = ctx.serviceAccountKeys();
        return contribution
                .secret(Names.SERVICE_ACCOUNT, Map.of("sa.pub", keys.publicPem(), "sa.key", keys.privatePem()))
                .build();
    }

    /** What a certificate that is not there waits for. */
    static Set<String> waitsFor(RenderContext ctx, String certificate) {
        if (ctx.certificate(certificate).isPresent()) {
            return Set.of();
        }
        var names = ctx.tenant().endpoints().certificateNames().waitsFor();
        return names.isEmpty() ? Set.of("<certificate " + certificate + ">") : names;
    }

    static String first(Set<String> waitsFor) {
        return waitsFor.iterator().next();
    }

    /**
     * All names by which the API server is asked. The reference's, but for its placeholder {@code node}; those of the way
     * it is exposed and the {@code kubernetes} Service of each family are always among them.
     */
    static SubjectAltNames apiServerNames(TenantView tenant) {
        var endpoints = tenant.endpoints();
        var service = endpoints.inCluster().host();
        var names = new ArrayList<>(List.of(
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc." + tenant.clusterDomain(),
                "localhost",
                tenant.name(),
                service,
                service + ".cluster.local"));
        names.addAll(tenant.kubernetesServiceIps());
        endpoints.certificateNames().value().ifPresent(names::addAll);
        names.add("127.0.0.1");
        names.addAll(tenant.network().certSANs().orElse(List.of()));
        return SubjectAltNames.of(names.toArray(String[]::new));
    }
}

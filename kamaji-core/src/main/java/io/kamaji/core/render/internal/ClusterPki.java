package io.kamaji.core.render.internal;

import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Credential;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.render.ClusterCredentials;
import io.kamaji.pki.SubjectAltNames;
import java.util.ArrayList;
import java.util.List;

/**
 * The tenant's certificates and the keys of its service account tokens, one Secret each, as {@link ClusterCredentials#PKI} has
 * them. Inputs: names and addresses of the API server. Source: kubeadm's certificate list.
 */
public final class ClusterPki implements Component {

    @Override
    public String name() {
        return "pki";
    }

    @Override
    public Declaration declares() {
        return Declaration.builder()
                .credential(ClusterCredentials.PKI.toArray(Credential[]::new))
                .build();
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        return Contribution.builder().build();
    }

    /**
     * All names by which the API server is asked. The reference's, but for its placeholder {@code node}; those of the way
     * it is exposed and the {@code kubernetes} Service of each family are always among them.
     */
    public static SubjectAltNames apiServerNames(TenantView tenant) {
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

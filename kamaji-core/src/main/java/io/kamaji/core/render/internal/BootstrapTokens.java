package io.kamaji.core.render.internal;

import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.render.internal.Rbac.Subject;
import java.util.List;

/**
 * In the tenant: what a joining node may do with its bootstrap token, and a joined one to renew its certificate. No token
 * is made here. Source: kubeadm v1.37, phase bootstrap-token.
 */
final class BootstrapTokens implements Component {
    private static final String SIGNING = "system:certificates.k8s.io:certificatesigningrequests:";
    private static final String GET_NODES = "kubeadm:get-nodes";

    /** A ClusterRoleBinding; the ClusterRole is Kubernetes' own but for {@link #GET_NODES}. */
    private record Grant(String name, String role, Subject subject) {}

    private static final List<Grant> GRANTS = List.of(
            new Grant(GET_NODES, GET_NODES, Rbac.BOOTSTRAPPERS),
            new Grant("kubeadm:kubelet-bootstrap", "system:node-bootstrapper", Rbac.BOOTSTRAPPERS),
            new Grant("kubeadm:node-autoapprove-bootstrap", SIGNING + "nodeclient", Rbac.BOOTSTRAPPERS),
            new Grant("kubeadm:node-autoapprove-certificate-rotation", SIGNING + "selfnodeclient", Rbac.NODES));

    @Override
    public String name() {
        return "bootstrap-tokens";
    }

    @Override
    public Declaration declares() {
        return Declaration.builder()
                .condition("Bootstrapped")
                .kind(Target.TENANT, ResourceTypes.CLUSTER_ROLE)
                .kind(Target.TENANT, ResourceTypes.CLUSTER_ROLE_BINDING, Trait.REPLACEABLE)
                .build();
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var contribution = Contribution.builder().object(Target.TENANT, Rbac.clusterReader(GET_NODES, "nodes"));
        GRANTS.forEach(grant ->
                contribution.object(Target.TENANT, Rbac.clusterBinding(grant.name, grant.role, grant.subject)));
        return contribution.build();
    }
}

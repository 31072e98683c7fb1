package io.kamaji.core.render.internal;

import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.render.internal.Rbac.Subject;

/**
 * In the tenant: what makes the administrators' group and the API server's kubelet client more than names. Source:
 * kubeadm v1.37, {@code kubeadm:cluster-admins} and {@code kubeadm:apiserver-kubelet-client}.
 */
final class ClusterAdmins implements Component {

    @Override
    public String name() {
        return "cluster-admins";
    }

    @Override
    public Declaration declares() {
        return Declaration.builder()
                .condition("Bootstrapped")
                .kind(Target.TENANT, ResourceTypes.CLUSTER_ROLE_BINDING, Trait.REPLACEABLE)
                .build();
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        return Contribution.builder()
                .object(
                        Target.TENANT,
                        Rbac.clusterBinding(
                                "kubeadm:cluster-admins",
                                "cluster-admin",
                                new Subject("Group", "kubeadm:cluster-admins")))
                .object(
                        Target.TENANT,
                        Rbac.clusterBinding(
                                "kubeadm:apiserver-kubelet-client",
                                "system:kubelet-api-admin",
                                new Subject("User", "kube-apiserver-kubelet-client")))
                .build();
    }
}

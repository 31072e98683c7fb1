package io.kamaji.core.render.internal;

import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Credential;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.render.ClusterCredentials;

/**
 * The kubeconfigs of administrators, controller manager and scheduler, as {@link ClusterCredentials#KUBECONFIGS} has them: one
 * client certificate per identity, shared by its {@code .conf} (for clients of the tenant) and its {@code .svc} (for clients in
 * the admin cluster). Inputs: control plane endpoint, port. Source: kubeadm's kubeconfig phase.
 */
final class Kubeconfigs implements Component {

    @Override
    public String name() {
        return "kubeconfigs";
    }

    @Override
    public Declaration declares() {
        return Declaration.builder()
                .credential(ClusterCredentials.KUBECONFIGS.toArray(Credential[]::new))
                .build();
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        return Contribution.builder().build();
    }
}

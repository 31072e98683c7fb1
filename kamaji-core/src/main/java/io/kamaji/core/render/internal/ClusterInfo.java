package io.kamaji.core.render.internal;

import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.manifest.Manifests;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.render.ClusterCredentials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;

/**
 * In the tenant: {@code kube-public/cluster-info}, from which a node that has but a token learns where the API is and whom
 * to trust. Only the kubeconfig is ours; its signatures, one per token, belong to the controller manager's bootstrapsigner,
 * which makes them anew when the kubeconfig changes. Source: kubeadm v1.37, phase bootstrap-token.
 */
final class ClusterInfo implements Component {
    private static final String NAME = Names.CLUSTER_INFO;
    private static final String NAMESPACE = "kube-public";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Declaration declares() {
        return Declaration.builder()
                .condition("Bootstrapped")
                .kind(Target.TENANT, ResourceTypes.CONFIG_MAP, Trait.REPLACEABLE)
                .kind(Target.TENANT, ResourceTypes.ROLE)
                .kind(Target.TENANT, ResourceTypes.ROLE_BINDING, Trait.REPLACEABLE)
                .build();
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var waitsFor = new HashSet<>(ctx.waitsFor(ClusterCredentials.CA));
        waitsFor.addAll(ctx.tenant().endpoints().api().waitsFor());
        var contribution = Contribution.builder()
                .object(
                        Target.TENANT,
                        Manifests.configMap(NAMESPACE, NAME)
                                .data("kubeconfig", kubeconfig(ctx))
                                .build(),
                        waitsFor);
        Rbac.mayRead(NAMESPACE, "kubeadm:bootstrap-signer-clusterinfo", NAME, Rbac.ANONYMOUS)
                .forEach(tree -> contribution.object(Target.TENANT, tree));
        return contribution.build();
    }

    /** Byte for byte what kubeadm writes, so that a tenant that is taken over keeps its signatures. */
    private static String kubeconfig(RenderContext ctx) {
        var authority = ctx.authority(ClusterCredentials.CA)
                .map(ca -> Base64.getEncoder().encodeToString(ca.trustPem().getBytes(StandardCharsets.UTF_8)))
                .orElseGet(() -> String.join("", ctx.waitsFor(ClusterCredentials.CA)));
        return String.join(
                "\n",
                List.of(
                        "apiVersion: v1",
                        "clusters:",
                        "- cluster:",
                        "    certificate-authority-data: " + authority,
                        "    server: https://" + ctx.tenant().endpoints().api().shown(),
                        "  name: \"\"",
                        "contexts: null",
                        "current-context: \"\"",
                        "kind: Config",
                        "users: null",
                        ""));
    }
}

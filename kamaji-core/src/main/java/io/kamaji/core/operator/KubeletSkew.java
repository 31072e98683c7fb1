package io.kamaji.core.operator;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.KubernetesVersion;
import io.kamaji.api.value.Violation;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.core.render.ClusterCredentials;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Keeps an API server from leaving its workers behind: a kubelet may be up to three minors older. A tenant that can't be asked
 * is not held up. Source: Kubernetes' version skew policy.
 */
record KubeletSkew(OperatorContext context) {
    private static final int MOST = 3;

    /** @throws InvalidSpecException if workers are too old for the version that a tenant is to have next */
    void require(TenantControlPlane next) {
        var version = next.spec().kubernetes().version();
        var target = KubernetesVersion.find(version);
        var late = target.map(to -> nodes(next).stream()
                        .filter(node -> isTooOld(node, to))
                        .map(KubeletSkew::shown)
                        .sorted()
                        .collect(Collectors.joining(", ")))
                .orElse("");
        if (!late.isEmpty()) {
            throw new InvalidSpecException(
                    TenantObjects.of(next).ref().toString(),
                    List.of(new Violation(
                            "spec.kubernetes.version",
                            JsonValue.of(version),
                            "more than three minors ahead of these workers, which must be upgraded first: " + late)));
        }
    }

    private List<JsonObject> nodes(TenantControlPlane tenant) {
        try {
            var superAdmin =
                    context.reconciler().kubeconfig(tenant, ClusterCredentials.SUPER_ADMIN.file(), context.admin());
            try (var client = context.settings()
                    .access()
                    .open(superAdmin, context.settings().endpoints())) {
                return client.list(new ListRequest(ResourceTypes.NODE, Optional.empty(), "", false))
                        .items();
            }
        } catch (KamajiException unanswered) {
            return List.of();
        }
    }

    private static boolean isTooOld(JsonObject node, KubernetesVersion target) {
        return node.text("status", "nodeInfo", "kubeletVersion")
                .flatMap(KubernetesVersion::find)
                .filter(kubelet -> target.minor() - kubelet.minor() > MOST)
                .isPresent();
    }

    private static String shown(JsonObject node) {
        return node.text("metadata", "name").orElse("?") + " "
                + node.text("status", "nodeInfo", "kubeletVersion").orElse("?");
    }
}

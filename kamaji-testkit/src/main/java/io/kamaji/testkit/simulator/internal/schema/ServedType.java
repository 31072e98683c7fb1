package io.kamaji.testkit.simulator.internal.schema;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.ResourceType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A kind that the simulator serves.
 *
 * @param shape how its objects are built; {@link Shape#ANY} below the top level if nothing is known
 * @param subresources of {@code status} and {@code scale}
 * @param custom whether it comes from a CustomResourceDefinition
 * @param structure the openAPIV3Schema of a custom kind, if it has one
 * @param scale where a custom kind keeps what its scale shows ({@code specReplicasPath} …); empty: where built-in kinds do
 */
public record ServedType(
        ResourceType type,
        String singular,
        Shape shape,
        Set<String> subresources,
        List<String> shortNames,
        List<String> categories,
        boolean custom,
        Optional<JsonObject> structure,
        JsonObject scale) {

    /** A kind of which nothing but the name is known; it has a status subresource. */
    public static ServedType schemaless(ResourceType type) {
        return new ServedType(
                type,
                type.kind().toLowerCase(java.util.Locale.ROOT),
                Schema.builtIn().envelope(type.kind(), Shape.ANY, Shape.ANY),
                Set.of("status"),
                List.of(),
                List.of(),
                true,
                Optional.empty(),
                JsonObject.EMPTY);
    }

    public String group() {
        var slash = type.apiVersion().indexOf('/');
        return slash < 0 ? "" : type.apiVersion().substring(0, slash);
    }

    public String version() {
        return type.apiVersion().substring(type.apiVersion().indexOf('/') + 1);
    }

    public String plural() {
        return type.plural();
    }

    public String kind() {
        return type.kind();
    }

    public boolean namespaced() {
        return type.namespaced();
    }

    /** {@code deployments.apps}, {@code secrets}: how messages name it. */
    public String qualified() {
        return group().isEmpty() ? plural() : plural() + "." + group();
    }

    /** {@code Deployment.apps}, {@code Secret}: how messages of validation name it. */
    public String qualifiedKind() {
        return group().isEmpty() ? kind() : kind() + "." + group();
    }

    public boolean hasStatus() {
        return subresources.contains("status");
    }

    /** Whether metadata.generation counts the changes of the spec. */
    public boolean countsGenerations() {
        return custom
                || Set.of(
                                "Deployment",
                                "ReplicaSet",
                                "DaemonSet",
                                "StatefulSet",
                                "PodDisruptionBudget",
                                "Ingress",
                                "NetworkPolicy",
                                "Job",
                                "CronJob",
                                "Pod",
                                "CustomResourceDefinition",
                                "ValidatingAdmissionPolicy",
                                "MutatingAdmissionPolicy",
                                "MutatingAdmissionPolicyBinding",
                                "ValidatingAdmissionPolicyBinding",
                                "ValidatingWebhookConfiguration",
                                "MutatingWebhookConfiguration",
                                "PriorityClass",
                                "IngressClass",
                                "EndpointSlice")
                        .contains(kind());
    }
}

package io.kamaji.testkit.simulator.internal.admission;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the admission plugins that are on by default add to new objects; nobody owns these fields. Source: the behaviour of
 * kube-apiserver 1.36. Stateless and thread-safe.
 */
public final class Creation {
    private static final List<String> TOLERATED =
            List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");

    private Creation() {}

    /** The new object with what the plugins add. */
    public static JsonObject admit(JsonObject object) {
        return switch (object.text("apiVersion").orElse("") + " "
                + object.text("kind").orElse("")) {
            case "v1 Namespace" -> object.with("spec", JsonObject.of("finalizers", List.of("kubernetes")));
            case "v1 PersistentVolumeClaim" ->
                object.update(
                        "metadata",
                        meta -> meta.with(
                                "finalizers",
                                new JsonArray(Stream.concat(
                                                meta.array("finalizers").stream(),
                                                JsonArray.of("kubernetes.io/pvc-protection").stream())
                                        .distinct()
                                        .toList())));
            case "v1 Pod" ->
                object.update(
                        "spec",
                        spec -> Defaults.fill(
                                spec.with("tolerations", tolerations(spec.array("tolerations"))),
                                "priority",
                                0,
                                "preemptionPolicy",
                                "PreemptLowerPriority"));
            default -> object;
        };
    }

    private static JsonArray tolerations(JsonArray given) {
        var added = TOLERATED.stream()
                .filter(key -> given.objects()
                        .noneMatch(
                                t -> t.text("key").filter(k -> !k.equals(key)).isEmpty()))
                .map(key -> JsonObject.of(
                        "key", key, "operator", "Exists", "effect", "NoExecute", "tolerationSeconds", 300));
        return new JsonArray(Stream.concat(given.stream(), added).toList());
    }
}

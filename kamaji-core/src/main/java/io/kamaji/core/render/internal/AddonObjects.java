package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The parts of an add-on's objects that are the same for every tenant, kept as YAML beside the classes. */
final class AddonObjects {
    static final Map<String, String> PROJECT = Map.of(Labels.PROJECT, "kamaji");

    private AddonObjects() {}

    /** The objects of a file, in its order, each with the label by which it is known as ours in the tenant. */
    static List<JsonObject> read(String file) {
        try (var in = AddonObjects.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + file);
            }
            return JsonObject.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .array("items")
                    .objects()
                    .map(object -> labelled(object, PROJECT))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonObject labelled(JsonObject object, Map<String, String> labels) {
        return object.update("metadata", metadata -> {
            var all = new TreeMap<>(metadata.texts("labels"));
            all.putAll(labels);
            return metadata.with("labels", all);
        });
    }

    static boolean is(JsonObject object, String kind) {
        return object.text("kind").filter(kind::equals).isPresent();
    }

    /** An environment variable with a field of the pod. */
    static JsonObject podField(String name, String path) {
        return JsonObject.of("name", name, "valueFrom", JsonObject.of("fieldRef", JsonObject.of("fieldPath", path)));
    }

    /** A probe of konnectivity's health port, each 10 s, 3 failures. */
    static JsonObject probe(String path, int initialDelaySeconds, int timeoutSeconds) {
        return JsonObject.of("httpGet", JsonObject.of("path", path, "port", Konnectivity.HEALTH_PORT, "scheme", "HTTP"))
                .with("initialDelaySeconds", initialDelaySeconds)
                .with("timeoutSeconds", timeoutSeconds)
                .with("periodSeconds", 10)
                .with("successThreshold", 1)
                .with("failureThreshold", 3);
    }

    /** A workload with its pod changed. */
    static JsonObject withPod(JsonObject workload, UnaryOperator<JsonObject> change) {
        return workload.update("spec", spec -> spec.update("template", t -> t.update("spec", change)));
    }

    /** A workload with its only container changed. */
    static JsonObject withContainer(JsonObject workload, UnaryOperator<JsonObject> change) {
        return withPod(
                workload,
                pod -> pod.with(
                        "containers",
                        pod.array("containers").objects().map(change).toList()));
    }
}

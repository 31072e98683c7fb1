package io.kamaji.core.testing;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.component.Registry;
import io.kamaji.core.component.Sharing;
import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.render.ControlPlaneRenderer;
import io.kamaji.core.render.Rendered;
import io.kamaji.core.render.Rendered.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A hand-written control plane of tenant {@code blue} in namespace {@code tenants}: one object of each kind we write. */
public final class Trees {
    private static final Registry REGISTRY = ControlPlaneRenderer.standard().registry();

    public static final String NAMESPACE = "tenants";
    public static final String NAME = "blue";

    private Trees() {}

    public static List<JsonObject> blue() {
        try (var in = Trees.class.getResourceAsStream("blue.yaml")) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return JsonValue.parseAll(text).stream()
                    .map(value -> value.asObject().orElseThrow())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonObject blue(String kind) {
        return blue().stream()
                .filter(object -> object.text("kind").orElse("").equals(kind))
                .findFirst()
                .orElseThrow();
    }

    public static Rendered rendered(List<JsonObject> objects) {
        return new Rendered(
                objects.stream()
                        .map(object -> new Part(
                                new Manifest(Target.ADMIN, object),
                                "Test",
                                Set.of(),
                                Sharing.ENFORCED,
                                REGISTRY.handling(Target.ADMIN, ObjectRef.of(object))))
                        .toList(),
                List.of());
    }

    /** The objects with those of one kind changed. */
    public static List<JsonObject> with(List<JsonObject> objects, String kind, UnaryOperator<JsonObject> change) {
        return objects.stream()
                .map(object -> object.text("kind").orElse("").equals(kind) ? change.apply(object) : object)
                .toList();
    }

    /** The objects without those of one kind. */
    public static List<JsonObject> without(List<JsonObject> objects, String kind) {
        return objects.stream()
                .filter(object -> !object.text("kind").orElse("").equals(kind))
                .toList();
    }

    /** All manifests of both clusters, waiting or not. */
    public static String yaml(Rendered rendered) {
        return rendered.parts().stream().map(part -> part.manifest().toYaml()).collect(Collectors.joining("---\n"));
    }
}

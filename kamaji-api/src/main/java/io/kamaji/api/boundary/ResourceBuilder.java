package io.kamaji.api.boundary;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Sets parts of a custom resource's spec by their place. Not thread-safe. */
abstract class ResourceBuilder<B> {
    private JsonObject resource;

    ResourceBuilder(JsonObject resource) {
        this.resource = resource;
    }

    abstract B self();

    JsonObject resource() {
        return resource;
    }

    /** Sets any part by its place in the schema, such as {@code volumes.kinds}. */
    public B set(String part, Object value) {
        return set(path(part), value);
    }

    private static List<String> path(String part) {
        return List.of(("spec." + part).split("\\."));
    }

    private B set(List<String> path, Object value) {
        resource = resource.withAt(path, value);
        return self();
    }

    B put(String part, String key, Object value) {
        var path = new ArrayList<>(path(part));
        path.add(key);
        return set(path, value);
    }

    B append(String part, String... more) {
        var path = path(part);
        var all = new ArrayList<>(resource.get(path.toArray(String[]::new))
                .flatMap(JsonValue::asArray)
                .orElse(JsonArray.EMPTY)
                .texts());
        all.addAll(List.of(more));
        return set(path, all);
    }

    B annotation(String key, String value) {
        return set(List.of("metadata", "annotations", key), value);
    }
}

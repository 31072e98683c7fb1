package io.kamaji.core.cluster;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was seen of a tenant's objects in one cluster, in one look. Immutable. */
public record Observed(Map<ObjectRef, JsonObject> objects) {

    public Observed {
        objects = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(objects));
    }

    public static Observed of(List<JsonObject> objects) {
        var byRef = new LinkedHashMap<ObjectRef, JsonObject>();
        objects.forEach(object -> byRef.put(ObjectRef.of(object), object));
        return new Observed(byRef);
    }

    public Optional<JsonObject> get(ObjectRef ref) {
        return Optional.ofNullable(objects.get(ref));
    }
}

package io.kamaji.core.cluster.internal;

import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds how a kind is served: from the table of known types, else asked once and remembered. Thread-safe. */
final class Discovery {
    private record Kind(String apiVersion, String kind) {}

    private final Map<Kind, ResourceType> found = new ConcurrentHashMap<>();

    /** Empty if the cluster does not serve it (now: that is asked again the next time). */
    Optional<ResourceType> find(Http http, String apiVersion, String kind) {
        var key = new Kind(apiVersion, kind);
        return ResourceTypes.of(apiVersion, kind)
                .or(() -> Optional.ofNullable(found.get(key)))
                .or(() -> {
                    var asked = ask(http, key);
                    asked.ifPresent(type -> found.put(key, type));
                    return asked;
                });
    }

    private static Optional<ResourceType> ask(Http http, Kind key) {
        var path = (key.apiVersion().contains("/") ? "/apis/" : "/api/") + key.apiVersion();
        var answer = http.send(Http.Call.of("GET", path, null));
        if (answer.isNotFound()) {
            return Optional.empty();
        }
        var list = answer.json();
        if (!list.has("resources")) {
            throw answer.unreadable("no list of resources");
        }
        return list.array("resources")
                .objects()
                .filter(resource -> resource.text("kind").equals(Optional.of(key.kind())))
                .filter(resource -> resource.text("name")
                        .filter(name -> !name.contains("/"))
                        .isPresent())
                .findFirst()
                .map(resource -> new ResourceType(
                        key.apiVersion(),
                        key.kind(),
                        resource.text("name").orElseThrow(),
                        resource.bool("namespaced").orElse(false)));
    }
}

package io.kamaji.core.cluster;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Manifests in place of a cluster: they can be read, and nothing can be written. Of label selectors it knows {@code a=b} and
 * {@code a}, joined by commas. Immutable and thread-safe.
 */
public final class ManifestCluster implements ClusterClient {
    private final Map<ObjectRef, JsonObject> objects;

    private ManifestCluster(Map<ObjectRef, JsonObject> objects) {
        this.objects = objects;
    }

    /** @throws IllegalArgumentException for a manifest without apiVersion, kind or metadata.name */
    public static ManifestCluster of(Collection<JsonObject> manifests) {
        var objects = new LinkedHashMap<ObjectRef, JsonObject>();
        manifests.forEach(manifest -> objects.put(ObjectRef.of(manifest), manifest));
        return new ManifestCluster(objects);
    }

    @Override
    public Optional<JsonObject> get(ObjectRef ref) {
        return Optional.ofNullable(objects.get(ref));
    }

    @Override
    public Listing list(ListRequest request) {
        var items = objects.entrySet().stream()
                .filter(entry -> request.type().is(entry.getKey()))
                .filter(entry -> request.namespace().isEmpty()
                        || request.namespace().equals(entry.getKey().namespace()))
                .map(Map.Entry::getValue)
                .filter(object -> isSelected(object.texts("metadata", "labels"), request.labelSelector()))
                .toList();
        return new Listing(items, "");
    }

    private static boolean isSelected(Map<String, String> labels, String selector) {
        return Arrays.stream(selector.split(","))
                .filter(term -> !term.isBlank())
                .map(term -> term.split("=", 2))
                .allMatch(term -> labels.containsKey(term[0])
                        && (term.length == 1 || labels.get(term[0]).equals(term[1])));
    }

    @Override
    public JsonObject create(JsonObject object) {
        throw refused("create " + ObjectRef.of(object));
    }

    @Override
    public JsonObject replace(JsonObject object) {
        throw refused("replace " + ObjectRef.of(object));
    }

    @Override
    public JsonObject apply(JsonObject object, ApplyOptions options) {
        throw refused("apply " + ObjectRef.of(object));
    }

    @Override
    public JsonObject patch(ObjectRef ref, PatchType type, JsonValue patch, String subresourceOrEmpty) {
        throw refused("patch " + ref);
    }

    @Override
    public boolean delete(ObjectRef ref, DeleteOptions options) {
        throw refused("delete " + ref);
    }

    @Override
    public boolean watch(
            ListRequest request, String resourceVersion, Duration atMost, Predicate<WatchEvent> seenEnough) {
        throw refused("watch " + request.type().plural());
    }

    @Override
    public String raw(String path) {
        throw refused("GET " + path);
    }

    @Override
    public String server() {
        return objects.size() + " manifests";
    }

    @Override
    public void close() {}

    private static ClusterException refused(String what) {
        return new ClusterException(
                0, "Offline", what + ": there is no cluster, only manifests, which are read", null, null, null);
    }
}

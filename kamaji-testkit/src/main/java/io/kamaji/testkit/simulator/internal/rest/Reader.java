package io.kamaji.testkit.simulator.internal.rest;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.testkit.simulator.internal.schema.ServedType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** GET of one object and of lists, paged over one consistent state. Thread-safe. */
public final class Reader {
    private static final int OPEN_LISTS = 256;

    private final Cluster cluster;
    private final Map<String, Rest> open = new LinkedHashMap<>();

    private record Rest(List<JsonObject> items, long version) {}

    public Reader(Cluster cluster) {
        this.cluster = cluster;
    }

    public JsonObject get(ServedType type, String namespace, String name) {
        return cluster.need(type, namespace, name);
    }

    /** The scale of an object. */
    public JsonObject scale(ServedType type, String namespace, String name) {
        return Scales.of(type, cluster.need(type, namespace, name));
    }

    /**
     * One page.
     *
     * @param limit of items; 0: all
     * @param token of the page before; empty: the first page
     */
    public synchronized JsonObject list(
            ServedType type, String namespace, Predicate<JsonObject> chosen, int limit, String token) {
        Rest rest;
        if (token.isEmpty()) {
            synchronized (cluster.store()) {
                var found = cluster.store().list(type.qualified(), namespace).stream()
                        .filter(chosen)
                        .toList();
                rest = new Rest(found, cluster.store().version());
            }
        } else {
            rest = open.get(token);
            if (rest == null) {
                throw ApiError.expired(
                        "The provided continue parameter is too old to display a consistent list result. You can"
                                + " start a new list without the continue parameter.");
            }
        }
        if (limit <= 0 || rest.items().size() <= limit) {
            return list(type, rest.items(), rest.version());
        }
        var remaining = rest.items().subList(limit, rest.items().size());
        var next = remember(new Rest(new ArrayList<>(remaining), rest.version()));
        return list(type, rest.items().subList(0, limit), rest.version())
                .update("metadata", meta -> meta.with("continue", next).with("remainingItemCount", remaining.size()));
    }

    private String remember(Rest rest) {
        var text = rest.version() + ":"
                + rest.items()
                        .get(0)
                        .object("metadata")
                        .get("uid")
                        .orElse(JsonValue.NULL)
                        .toJson();
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        open.put(token, rest);
        if (open.size() > OPEN_LISTS) {
            open.remove(open.keySet().iterator().next());
        }
        return token;
    }

    /** Forgets all open lists, as compaction does. */
    public synchronized void forget() {
        open.clear();
    }

    static JsonObject list(ServedType type, List<JsonObject> items, long version) {
        return JsonObject.of(
                "kind",
                type.kind() + "List",
                "apiVersion",
                type.type().apiVersion(),
                "metadata",
                JsonObject.of("resourceVersion", Long.toString(version)),
                "items",
                new JsonArray(items.stream()
                        .<JsonValue>map(item ->
                                type.custom() ? item : item.without("kind").without("apiVersion"))
                        .toList()));
    }

    /** The list with only the metadata of its items. */
    static JsonObject metadataOnly(JsonObject list) {
        return list.plus(JsonObject.of(
                "kind",
                "PartialObjectMetadataList",
                "apiVersion",
                "meta.k8s.io/v1",
                "items",
                list.array("items")
                        .map(item -> Selector.metadataOf(item.asObject().orElse(JsonObject.EMPTY)))));
    }
}

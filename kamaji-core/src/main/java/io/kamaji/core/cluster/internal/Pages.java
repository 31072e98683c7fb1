package io.kamaji.core.cluster.internal;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.cluster.Budget;
import io.kamaji.core.cluster.ClientLimits;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.Listing;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;

/** Reads one list page by page: 500 objects each, or fewer where those are too large for one answer. */
final class Pages {
    private static final int MOST = 500;
    private static final int LEAST = 5;
    private static final int SHRINK = 10;
    private static final String METADATA_ONLY =
            "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

    private final Http http;
    private final ListRequest request;
    private int limit = MOST;

    Pages(Http http, ListRequest request) {
        this.http = http.within(Budget.ofList(http.limits()));
        this.request = request;
    }

    private record Page(List<JsonObject> items, String version, String next) {}

    Listing read() {
        try {
            return pages();
        } catch (ClusterException e) {
            if (e.code() != 410) {
                throw e;
            }
            limit = 0;
            return pages(); // the pages' snapshot is gone: all at once
        }
    }

    private Listing pages() {
        var items = new ArrayList<JsonObject>();
        var asked = new HashSet<String>();
        var from = "";
        while (asked.add(from)) {
            if (asked.size() > ClientLimits.PAGES) {
                throw Failures.beyondLimit(call(from), 200, "has more than " + ClientLimits.PAGES + " pages");
            }
            var page = page(from);
            items.addAll(page.items());
            if (page.next().isEmpty()) {
                return new Listing(List.copyOf(items), page.version());
            }
            from = page.next();
        }
        throw Failures.beyondLimit(call(from), 200, "goes round in a circle: it continues with an earlier page");
    }

    private Page page(String from) {
        while (true) {
            try {
                return page(http.expect(call(from)));
            } catch (ClusterException e) {
                if (!e.reason().equals(Failures.BEYOND_LIMIT) || limit <= LEAST) {
                    throw e;
                }
                limit = Math.max(LEAST, limit / SHRINK);
            }
        }
    }

    private Page page(Answer answer) {
        var list = answer.json();
        var listed = list.get("items").orElse(JsonValue.NULL);
        if (!list.has("items") || !(listed instanceof JsonArray || listed == JsonValue.NULL)) {
            throw answer.unreadable("no list");
        }
        var items = new ArrayList<JsonObject>();
        for (var item : list.array("items")) {
            items.add(item.asObject()
                    .filter(object -> isWhole(request.type(), object))
                    .map(object -> typed(request.type(), object))
                    .orElseThrow(() -> answer.unreadable("an item without a name or namespace")));
        }
        return new Page(
                items,
                list.text("metadata", "resourceVersion").orElse(""),
                list.text("metadata", "continue").orElse(""));
    }

    private static boolean isWhole(ResourceType type, JsonObject object) {
        return object.text("metadata", "name").isPresent()
                && (!type.namespaced() || object.text("metadata", "namespace").isPresent());
    }

    /** Lists leave apiVersion and kind out of their items, and metadata-only ones say something else. */
    static JsonObject typed(ResourceType type, JsonObject object) {
        return JsonObject.of("apiVersion", type.apiVersion(), "kind", type.kind())
                .plus(object.without("apiVersion").without("kind"));
    }

    private Http.Call call(String from) {
        var query = new LinkedHashMap<String, String>();
        if (!request.labelSelector().isEmpty()) {
            query.put("labelSelector", request.labelSelector());
        }
        query.put("limit", Integer.toString(limit));
        if (!from.isEmpty()) {
            query.put("continue", from);
        }
        return Http.Call.of("GET", request.type().path(request.namespace().orElse("")), null)
                .query(query)
                .accept(request.metadataOnly() ? METADATA_ONLY : "application/json");
    }
}

package io.kamaji.testkit.simulator.internal.rest;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.testkit.simulator.internal.schema.ServedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** DELETE of one object and of collections: preconditions, finalizers, grace periods of pods. Thread-safe. */
public final class Deleter {
    private final Cluster cluster;
    private final Writer writer;

    public Deleter(Cluster cluster, Writer writer) {
        this.cluster = cluster;
        this.writer = writer;
    }

    /**
     * How to delete.
     *
     * @param propagation {@code Background}, {@code Foreground}, {@code Orphan}
     */
    public record Options(
            Optional<String> uid,
            Optional<String> resourceVersion,
            Optional<Long> grace,
            String propagation,
            boolean dryRun) {
        /** In the background, at once. */
        public static final Options NOW =
                new Options(Optional.empty(), Optional.empty(), Optional.of(0L), "Background", false);
    }

    /** DELETE of one object. */
    public Outcome delete(ServedType type, String namespace, String name, Options options) {
        synchronized (cluster.store()) {
            var live = cluster.need(type, namespace, name);
            check(type, name, live, options);
            if (options.dryRun()) {
                return answer(type, live, live, false);
            }
            var marked = mark(type, live, options);
            if (marked.equals(live)) {
                return new Outcome(200, live, false, List.of());
            }
            var outcome = writer.save(type, live, marked);
            var stays = cluster.find(type, namespace, name);
            return stays.isPresent()
                    ? new Outcome(200, stays.get(), true, List.of())
                    : answer(type, live, outcome.body(), true);
        }
    }

    /** Most kinds answer with a Status, some with the object. */
    private static Outcome answer(ServedType type, JsonObject live, JsonObject last, boolean changed) {
        if (List.of("pods", "services", "serviceaccounts", "persistentvolumeclaims", "persistentvolumes")
                .contains(type.qualified())) {
            return new Outcome(200, type.kind().equals("Pod") ? last : live, changed, List.of());
        }
        var details = ApiError.details(type, live.text("metadata", "name").orElse(""))
                .with("uid", live.text("metadata", "uid"));
        return new Outcome(
                200,
                JsonObject.of(
                        "kind",
                        "Status",
                        "apiVersion",
                        "v1",
                        "metadata",
                        JsonObject.EMPTY,
                        "status",
                        "Success",
                        "details",
                        details),
                changed,
                List.of());
    }

    private static void check(ServedType type, String name, JsonObject live, Options options) {
        var uid = live.text("metadata", "uid").orElse("");
        var version = live.text("metadata", "resourceVersion").orElse("");
        if (options.uid().isPresent() && !options.uid().get().equals(uid)) {
            throw ApiError.precondition(
                    type,
                    name,
                    "the UID in the precondition (" + options.uid().get()
                            + ") does not match the UID in record (" + uid
                            + "). The object might have been deleted and then recreated");
        }
        if (options.resourceVersion().isPresent()
                && !options.resourceVersion().get().equals(version)) {
            throw ApiError.precondition(
                    type,
                    name,
                    "the ResourceVersion in the precondition ("
                            + options.resourceVersion().get() + ") does not match the ResourceVersion in record ("
                            + version + "). The object might have been modified");
        }
    }

    private JsonObject mark(ServedType type, JsonObject live, Options options) {
        var grace = grace(type, live, options);
        var finalizers =
                new ArrayList<JsonValue>(live.array("metadata", "finalizers").items());
        var waits = options.propagation().equals("Foreground")
                ? "foregroundDeletion"
                : options.propagation().equals("Orphan") ? "orphan" : "";
        if (!waits.isEmpty() && !finalizers.contains(JsonValue.of(waits))) {
            finalizers.add(JsonValue.of(waits));
        }
        var going = live.object("metadata").has("deletionTimestamp");
        var marked = live.update(
                "metadata",
                meta -> JsonObject.of("deletionTimestamp", cluster.now())
                        .plus(meta)
                        .with("deletionGracePeriodSeconds", grace)
                        .with("generation", meta.number("generation").map(g -> going ? g : g + 1))
                        .with("finalizers", finalizers.isEmpty() ? null : new JsonArray(finalizers)));
        return type.kind().equals("Namespace") ? marked.with("status", JsonObject.of("phase", "Terminating")) : marked;
    }

    private static long grace(ServedType type, JsonObject live, Options options) {
        var phase = live.text("status", "phase").orElse("");
        if (!type.qualified().equals("pods")
                || live.text("spec", "nodeName").isEmpty()
                || List.of("Failed", "Succeeded").contains(phase)) {
            return 0;
        }
        var asked = options.grace()
                .or(() -> live.number("spec", "terminationGracePeriodSeconds"))
                .orElse(30L);
        var left = live.number("metadata", "deletionGracePeriodSeconds");
        return left.isPresent() ? Math.min(left.get(), asked) : asked;
    }

    /** DELETE of a collection: a list of what there was. */
    public Outcome deleteAll(ServedType type, String namespace, Predicate<JsonObject> chosen, Options options) {
        synchronized (cluster.store()) {
            var found = cluster.store().list(type.qualified(), namespace).stream()
                    .filter(chosen)
                    .toList();
            for (var object : found) {
                var meta = object.object("metadata");
                if (cluster.find(
                                type,
                                meta.text("namespace").orElse(""),
                                meta.text("name").orElse(""))
                        .isPresent()) {
                    delete(
                            type,
                            meta.text("namespace").orElse(""),
                            meta.text("name").orElse(""),
                            options);
                }
            }
            return new Outcome(
                    200,
                    Reader.list(type, found, cluster.store().version()),
                    !found.isEmpty() && !options.dryRun(),
                    List.of());
        }
    }
}

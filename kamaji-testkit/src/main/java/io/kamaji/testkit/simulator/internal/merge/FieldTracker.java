package io.kamaji.testkit.simulator.internal.merge;

import io.kamaji.api.json.JsonObject;
import io.kamaji.testkit.simulator.internal.schema.Shape;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Keeps managedFields: for each write, who owns which fields afterwards. Source: the server-side apply page of the
 * Kubernetes documentation and the behaviour of a 1.36 API server. Immutable and thread-safe.
 *
 * @param reset paths that the endpoint ignores, so that nobody comes to own them by it
 * @param finish what the API makes of a merged object before it is stored: decoding and defaults
 * @param now RFC 3339
 */
public record FieldTracker(Shape shape, FieldSet reset, UnaryOperator<JsonObject> finish, String now) {
    private static final FieldSet NEVER_OWNED = Stream.concat(
                    Stream.of(
                            FieldSet.ofFields("apiVersion"), FieldSet.ofFields("kind"), FieldSet.ofFields("metadata")),
                    Stream.of(
                                    "name",
                                    "namespace",
                                    "creationTimestamp",
                                    "selfLink",
                                    "uid",
                                    "generation",
                                    "managedFields",
                                    "resourceVersion")
                            .map(name -> FieldSet.ofFields("metadata", name)))
            .reduce(FieldSet.EMPTY, FieldSet::union);

    /** After a create, a replace or a patch: the writer owns what it added or changed. */
    public JsonObject updated(JsonObject live, JsonObject next, FieldOwner owner) {
        var given = ManagedFields.of(next);
        if (ManagedFields.of(live).entries().isEmpty()
                && live.text("metadata", "uid").isPresent()) {
            return next; // of an object that nobody tracks, updates begin no tracking
        }
        var resets = next.array("metadata", "managedFields").objects().anyMatch(JsonObject::isEmpty);
        var before = resets ? ManagedFields.NONE : given.entries().isEmpty() ? ManagedFields.of(live) : given;
        var comparison = Comparison.of(ManagedFields.strip(live), ManagedFields.strip(next), shape);
        var others = takeOver(before, comparison, owner);
        var own = comparison.without(reset);
        var fields = before.fields(owner)
                .difference(own.removed())
                .union(own.written())
                .difference(NEVER_OWNED);
        var time = time(owner, own, before);
        return others.with(owner, fields, time).into(next);
    }

    private Optional<String> time(FieldOwner owner, Comparison own, ManagedFields before) {
        if (owner.subresource().equals("scale")) {
            return Optional.empty(); // as the API does
        }
        return own.written().isEmpty() ? before.time(owner) : Optional.of(now);
    }

    private static ManagedFields takeOver(ManagedFields before, Comparison comparison, FieldOwner owner) {
        return before.mapOthers(
                owner, fields -> fields.difference(comparison.written()).difference(comparison.removed()));
    }

    /**
     * After an apply: the applier owns what it said; what it said before, says no more and nobody else owns is gone.
     *
     * @param live without anything but apiVersion, kind and metadata if it is to be created
     * @throws FieldConflict if others own what it changes, and it does not force
     */
    public JsonObject applied(JsonObject live, JsonObject applied, FieldOwner owner, boolean force) {
        var stripped = ManagedFields.strip(live);
        var before = firstOwners(live);
        var merged = Merge.merge(stripped, applied, shape);
        var said = OwnFields.of(applied, shape).withoutTreesOf(reset).difference(NEVER_OWNED);
        var last = before.fields(owner);
        var owners = before.with(owner, said, before.time(owner));
        var pruned = prune(merged, last, owners, owner);
        var comparison = Comparison.of(stripped, pruned, shape).without(reset);
        var conflicts = new LinkedHashMap<FieldOwner, FieldSet>();
        owners.entries().forEach((other, entry) -> {
            var common = entry.fields().intersection(comparison.written());
            if (!other.equals(owner) && !common.isEmpty()) {
                conflicts.put(other, common);
            }
        });
        if (!force && !conflicts.isEmpty()) {
            throw FieldConflict.of(conflicts);
        }
        var result = takeOver(owners, comparison, owner);
        return result.with(owner, said, comparison.isSame() ? before.time(owner) : Optional.of(now))
                .into(comparison.isSame() ? stripped : finish.apply(pruned));
    }

    private ManagedFields firstOwners(JsonObject live) {
        var known = ManagedFields.of(live);
        if (!known.entries().isEmpty() || live.text("metadata", "uid").isEmpty()) {
            return known;
        }
        var earlier = FieldOwner.updating(
                "before-first-apply", live.text("apiVersion").orElse(""), "");
        var all = Comparison.of(JsonObject.EMPTY, live, shape)
                .added()
                .withoutTreesOf(reset)
                .difference(NEVER_OWNED);
        return known.with(earlier, all, Optional.of(now));
    }

    private JsonObject prune(JsonObject merged, FieldSet last, ManagedFields owners, FieldOwner owner) {
        if (last.isEmpty()) {
            return merged;
        }
        var lastParents = last.withDeclaredParents(shape);
        var pruned = Merge.remove(merged, lastParents, shape);
        var owned = owners.entries().values().stream()
                .map(ManagedFields.Entry::fields)
                .reduce(FieldSet.EMPTY, FieldSet::union)
                .withDeclaredParents(shape);
        var mergedSet = OwnFields.of(merged, shape).withDeclaredParents(shape);
        var kept = OwnFields.of(pruned, shape).withDeclaredParents(shape).union(owned);
        pruned = Merge.remove(merged, mergedSet.difference(kept), shape);
        var prunedSet = OwnFields.of(pruned, shape).withDeclaredParents(shape);
        return Merge.remove(merged, mergedSet.difference(prunedSet).intersection(lastParents), shape);
    }
}

package io.kamaji.testkit.simulator.internal.merge;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The managedFields of an object: which owner has which fields, since when. Immutable and thread-safe. */
public record ManagedFields(Map<FieldOwner, Entry> entries) {

    /** None. */
    public static final ManagedFields NONE = new ManagedFields(Map.of());

    private static final Comparator<JsonObject> ORDER = Comparator.<JsonObject, String>comparing(
                    entry -> entry.text("operation").orElse(""))
            .thenComparing(entry -> entry.text("time").orElse(""))
            .thenComparing(entry -> entry.text("manager").orElse(""))
            .thenComparing(entry -> entry.text("apiVersion").orElse(""))
            .thenComparing(entry -> entry.text("subresource").orElse(""));

    /**
     * @param time RFC 3339; empty if the owner changed nothing when it came to own the fields
     */
    public record Entry(FieldSet fields, Optional<String> time) {}

    public ManagedFields {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** Those of an object. */
    public static ManagedFields of(JsonObject object) {
        var entries = new LinkedHashMap<FieldOwner, Entry>();
        object.array("metadata", "managedFields").objects().forEach(entry -> {
            var operation = entry.text("operation").orElse("");
            if (!operation.isEmpty()) {
                entries.put(
                        new FieldOwner(
                                entry.text("manager").orElse(""),
                                operation,
                                entry.text("apiVersion").orElse(""),
                                entry.text("subresource").orElse("")),
                        new Entry(FieldSet.parse(entry.object("fieldsV1")), entry.text("time")));
            }
        });
        return new ManagedFields(entries);
    }

    /** The object with these in its metadata. */
    public JsonObject into(JsonObject object) {
        var json = entries.entrySet().stream()
                .map(entry -> JsonObject.of(
                        "manager", entry.getKey().name(),
                        "operation", entry.getKey().operation(),
                        "apiVersion", entry.getKey().apiVersion(),
                        "time", entry.getValue().time(),
                        "fieldsType", "FieldsV1",
                        "fieldsV1", entry.getValue().fields().toJson(),
                        "subresource",
                                entry.getKey().subresource().isEmpty()
                                        ? null
                                        : entry.getKey().subresource()))
                .sorted(ORDER)
                .<JsonValue>map(entry -> entry)
                .toList();
        return object.update(
                "metadata", meta -> meta.with("managedFields", json.isEmpty() ? null : new JsonArray(json)));
    }

    /** The object without any. */
    public static JsonObject strip(JsonObject object) {
        return object.update("metadata", meta -> meta.without("managedFields"));
    }

    public FieldSet fields(FieldOwner owner) {
        var entry = entries.get(owner);
        return entry == null ? FieldSet.EMPTY : entry.fields();
    }

    public Optional<String> time(FieldOwner owner) {
        var entry = entries.get(owner);
        return entry == null ? Optional.empty() : entry.time();
    }

    /** These with the entry of one owner set; no fields: without it. */
    public ManagedFields with(FieldOwner owner, FieldSet fields, Optional<String> time) {
        var changed = new LinkedHashMap<>(entries);
        if (fields.isEmpty()) {
            changed.remove(owner);
        } else {
            changed.put(owner, new Entry(fields, time));
        }
        return new ManagedFields(changed);
    }

    /** These with the fields of every owner but one changed; owners without fields go. */
    public ManagedFields mapOthers(FieldOwner owner, UnaryOperator<FieldSet> change) {
        var changed = new LinkedHashMap<FieldOwner, Entry>();
        entries.forEach((other, entry) -> {
            var fields = other.equals(owner) ? entry.fields() : change.apply(entry.fields());
            if (!fields.isEmpty()) {
                changed.put(other, new Entry(fields, entry.time()));
            }
        });
        return new ManagedFields(changed);
    }
}

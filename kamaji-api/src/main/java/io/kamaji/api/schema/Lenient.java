package io.kamaji.api.schema;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Reads what another version wrote: what does not fit is left out, and required members that are missing are the zero values that a
 * Go client reads then.
 */
final class Lenient {
    private static final List<SchemaCheck.Rule> RULES = List.of(SchemaRules::type, SchemaRules::format);
    private static final String ZERO_TIME = "0001-01-01T00:00:00Z";

    private Lenient() {}

    /** As much of the value as fits; empty if it is of another type altogether. */
    static Optional<JsonValue> read(StructuralSchema schema, JsonValue value) {
        var wrong = new ArrayList<Violation>();
        if (!RULES.stream().allMatch(rule -> rule.test(schema.toJson(), "", value, wrong)) || !wrong.isEmpty()) {
            return Optional.empty();
        } else if (value instanceof JsonObject object) {
            return Optional.of(members(schema, object));
        } else if (value instanceof JsonArray array && schema.items().isPresent()) {
            var item = schema.items().get();
            return Optional.of(new JsonArray(
                    array.stream().flatMap(it -> read(item, it).stream()).toList()));
        }
        return Optional.of(value);
    }

    private static JsonObject members(StructuralSchema schema, JsonObject object) {
        var members = new LinkedHashMap<String, JsonValue>();
        object.members().forEach((name, member) -> {
            var of = schema.property(name).or(schema::additionalProperties);
            of.map(it -> read(it, member)).orElse(Optional.of(member)).ifPresent(it -> members.put(name, it));
        });
        for (var name : schema.toJson().array("required").texts()) {
            schema.property(name).ifPresent(of -> members.computeIfAbsent(name, any -> zero(of)));
        }
        return new JsonObject(members);
    }

    private static JsonValue zero(StructuralSchema schema) {
        var json = schema.toJson();
        return json.get("default").orElseGet(() -> switch (json.text("type").orElse("")) {
            case "string" ->
                JsonValue.of(json.text("format")
                        .filter("date-time"::equals)
                        .map(any -> ZERO_TIME)
                        .orElse(""));
            case "integer", "number" -> JsonValue.of(0);
            case "boolean" -> JsonValue.of(false);
            case "array" -> JsonArray.EMPTY;
            default -> members(schema, JsonObject.EMPTY);
        });
    }
}

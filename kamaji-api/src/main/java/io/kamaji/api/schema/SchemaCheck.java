package io.kamaji.api.schema;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import java.util.ArrayList;
import java.util.List;

/** Walks a value along a schema and asks a list of rules at each place. */
final class SchemaCheck {
    /** One thing that a schema can say about one value. */
    @FunctionalInterface
    interface Rule {
        /** Adds what is wrong; false ends the walk below this value. */
        boolean test(JsonObject schema, String path, JsonValue value, List<Violation> found);
    }

    private static final SchemaCheck FULL = new SchemaCheck(List.of(
            SchemaRules::type,
            SchemaRules::required,
            SchemaRules::format,
            SchemaRules::values,
            SchemaRules::numbers,
            SchemaRules::texts,
            SchemaRules::lists));
    private static final SchemaCheck SHAPE =
            new SchemaCheck(List.of(SchemaRules::type, SchemaRules::required, SchemaRules::format));
    private static final SchemaCheck UNKNOWN = new SchemaCheck(List.of(SchemaRules::unknown));

    private final List<Rule> rules;

    private SchemaCheck(List<Rule> rules) {
        this.rules = rules;
    }

    static SchemaCheck full() {
        return FULL;
    }

    static SchemaCheck shape() {
        return SHAPE;
    }

    static SchemaCheck unknown() {
        return UNKNOWN;
    }

    List<Violation> check(StructuralSchema schema, String path, JsonValue value) {
        var found = new ArrayList<Violation>();
        walk(schema, path, value, found);
        return List.copyOf(found.subList(0, Math.min(found.size(), Violation.MOST)));
    }

    private void walk(StructuralSchema schema, String path, JsonValue value, List<Violation> found) {
        if (found.size() >= Violation.MOST) {
            return;
        }
        for (var rule : rules) {
            if (!rule.test(schema.toJson(), path, value, found)) {
                return;
            }
        }
        if (value instanceof JsonArray array) {
            schema.items().ifPresent(items -> {
                for (int i = 0; i < array.size(); i++) {
                    walk(items, path + "[" + i + "]", array.get(i), found);
                }
            });
        } else if (value instanceof JsonObject object) {
            var others = schema.additionalProperties();
            object.members()
                    .forEach((name, member) -> schema.property(name)
                            .or(() -> others)
                            .ifPresent(next -> walk(next, member(path, name), member, found)));
        }
    }

    /** The path of a member, bracketed where its name has a dot. */
    static String member(String path, String name) {
        return path.isEmpty() ? name : name.contains(".") ? path + "[" + name + "]" : path + "." + name;
    }
}

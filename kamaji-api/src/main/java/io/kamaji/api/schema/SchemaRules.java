package io.kamaji.api.schema;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Quantity;
import io.kamaji.api.value.Violation;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the keywords of a schema mean, with the API server's messages. */
final class SchemaRules {
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();
    private static final Map<String, long[]> RANGES = Map.of(
            "int32", new long[] {Integer.MIN_VALUE, Integer.MAX_VALUE},
            "int64", new long[] {Long.MIN_VALUE, Long.MAX_VALUE});

    private static final JsonValue EMPTY = JsonValue.of("");

    private SchemaRules() {}

    static boolean type(JsonObject schema, String path, JsonValue value, List<Violation> found) {
        var expected = expectedType(schema);
        var actual = typeOf(value);
        var fits = switch (expected) {
            case "any" -> true;
            case "integer or string" -> actual.equals("integer") || actual.equals("string");
            case "quantity" -> Quantity.of(value).isPresent();
            case "number" -> actual.equals("number") || actual.equals("integer");
            default -> actual.equals(expected);
        };
        if (!fits) {
            found.add(new Violation(path, value, "must be of type " + expected + ": \"" + actual + "\""));
        }
        return fits;
    }

    private static String expectedType(JsonObject schema) {
        if (schema.bool("x-kubernetes-int-or-string").orElse(false)) {
            return "integer or string";
        }
        var standard = schema.text("format").filter("quantity"::equals).orElse("any");
        return schema.text("type").orElse(standard);
    }

    private static String typeOf(JsonValue value) {
        if (value instanceof JsonObject) {
            return "object";
        } else if (value instanceof JsonArray) {
            return "array";
        } else if (value instanceof JsonValue.Text) {
            return "string";
        } else if (value instanceof JsonValue.Bool) {
            return "boolean";
        }
        return value == JsonValue.NULL ? "null" : value.asLong().isPresent() ? "integer" : "number";
    }

    static boolean required(JsonObject schema, String path, JsonValue value, List<Violation> found) {
        if (value instanceof JsonObject object) {
            for (var name : schema.array("required").texts()) {
                // A member with a default is only missing until the default is applied.
                if (!object.has(name) && !schema.object("properties", name).has("default")) {
                    found.add(new Violation(SchemaCheck.member(path, name), JsonValue.NULL, "Required value"));
                }
            }
        }
        return true;
    }

    static boolean format(JsonObject schema, String path, JsonValue value, List<Violation> found) {
        var format = schema.text("format").orElse("");
        var range = RANGES.get(format);
        var number = value.asLong();
        if (range != null && number.isPresent() && (number.get() < range[0] || number.get() > range[1])) {
            found.add(new Violation(path, value, "must be of format " + format));
        } else if (value instanceof JsonValue.Text text && !isFormatted(format, text.value())) {
            // Bytes may be a key: name their number only.
            var shown = format.equals("byte") ? text.value().length() + " characters" : text.value();
            found.add(new Violation(
                    path, new JsonValue.Text(shown), "must be of type " + format + ": \"" + shown + "\""));
        }
        return true;
    }

    private static boolean isFormatted(String format, String text) {
        try {
            if (format.equals("date-time")) {
                OffsetDateTime.parse(text);
            } else if (format.equals("byte")) {
                Base64.getDecoder().decode(text);
            }
            return true;
        } catch (DateTimeException | IllegalArgumentException e) {
            return false;
        }
    }

    static boolean values(JsonObject schema, String path, JsonValue value, List<Violation> found) {
        var allowed = schema.array("enum");
        if (!allowed.isEmpty() && allowed.stream().noneMatch(value::equals)) {
            var names = allowed.stream()
                    .filter(name -> !name.equals(EMPTY))
                    .map(JsonValue::toJson)
                    .collect(Collectors.joining(", "));
            found.add(new Violation(path, value, "Unsupported value, supported values: " + names));
        }
        return true;
    }

    static boolean numbers(JsonObject schema, String path, JsonValue value, List<Violation> found) {
        if (value instanceof JsonValue.Numeric number) {
            schema.number("minimum")
                    .filter(min -> number.value().compareTo(BigDecimal.valueOf(min)) < 0)
                    .ifPresent(
                            min -> found.add(new Violation(path, value, "should be greater than or equal to " + min)));
            schema.number("maximum")
                    .filter(max -> number.value().compareTo(BigDecimal.valueOf(max)) > 0)
                    .ifPresent(max -> found.add(new Violation(path, value, "should be less than or equal to " + max)));
        }
        return true;
    }

    static boolean texts(JsonObject schema, String path, JsonValue value, List<Violation> found) {
        if (value instanceof JsonValue.Text text) {
            int before = found.size();
            var length = text.value().codePointCount(0, text.value().length());
            schema.number("minLength")
                    .filter(min -> length < min)
                    .ifPresent(
                            min -> found.add(new Violation(path, value, "should be at least " + min + " chars long")));
            schema.number("maxLength")
                    .filter(max -> length > max)
                    .ifPresent(max ->
                            found.add(new Violation(path, value, "Too long: may not be more than " + max + " bytes")));
            if (found.size() > before) {
                return true; // not matched: the depth of a match grows with the text
            }
            schema.text("pattern")
                    .filter(pattern -> !PATTERNS.computeIfAbsent(pattern, Pattern::compile)
                            .matcher(text.value())
                            .find())
                    .ifPresent(pattern -> found.add(new Violation(path, value, "should match '" + pattern + "'")));
        }
        return true;
    }

    static boolean lists(JsonObject schema, String path, JsonValue value, List<Violation> found) {
        if (value instanceof JsonArray array) {
            schema.number("minItems")
                    .filter(min -> array.size() < min)
                    .ifPresent(min -> found.add(new Violation(path, value, "should have at least " + min + " items")));
            schema.number("maxItems")
                    .filter(max -> array.size() > max)
                    .ifPresent(max -> found.add(new Violation(
                            path, value, "Too many: " + array.size() + ": must have at most " + max + " items")));
            var listType = schema.text("x-kubernetes-list-type").orElse("");
            if (listType.equals("set")) {
                duplicates(path, array, item -> item, found);
            } else if (listType.equals("map")) {
                duplicates(path, array, item -> key(schema, item), found);
            }
        }
        return true;
    }

    private static void duplicates(String path, JsonArray array, UnaryOperator<JsonValue> key, List<Violation> found) {
        var seen = new HashSet<JsonValue>();
        for (int i = 0; i < array.size(); i++) {
            var value = key.apply(array.get(i));
            if (!seen.add(value)) {
                found.add(new Violation(path + "[" + i + "]", value, "Duplicate value"));
            }
        }
    }

    private static JsonValue key(JsonObject schema, JsonValue item) {
        var items = StructuralSchema.of(schema.object("items"));
        var key = new LinkedHashMap<String, JsonValue>();
        for (var name : schema.array("x-kubernetes-list-map-keys").texts()) {
            var standard = items.property(name).flatMap(it -> it.toJson().get("default"));
            key.put(
                    name,
                    item.asObject()
                            .flatMap(it -> it.get(name))
                            .or(() -> standard)
                            .orElse(JsonValue.NULL));
        }
        return new JsonObject(key);
    }

    static boolean unknown(JsonObject schema, String path, JsonValue value, List<Violation> found) {
        var open =
                schema.bool("x-kubernetes-preserve-unknown-fields").orElse(false) || schema.has("additionalProperties");
        if (value instanceof JsonObject object && !open) {
            object.members().forEach((name, member) -> {
                if (!schema.object("properties").has(name)) {
                    found.add(new Violation(SchemaCheck.member(path, name), member, "unknown field"));
                }
            });
        }
        return true;
    }
}

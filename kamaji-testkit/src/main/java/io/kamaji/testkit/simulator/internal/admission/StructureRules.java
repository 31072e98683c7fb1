package io.kamaji.testkit.simulator.internal.admission;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The validations of a structural schema: type, enum, required, bounds, lengths, pattern; no CEL, no combinators. Source: the
 * Kubernetes documentation on structural schemas, the words are the API's. Stateless and thread-safe.
 */
public final class StructureRules {
    private StructureRules() {}

    /** What is wrong with an object. */
    public static List<Problem> check(JsonObject object, JsonObject schema) {
        var problems = new ArrayList<Problem>();
        schema.object("properties").members().forEach((name, property) -> {
            if (!List.of("apiVersion", "kind", "metadata").contains(name) && object.has(name)) {
                value(
                        object.members().getOrDefault(name, JsonValue.NULL),
                        property.asObject().orElse(JsonObject.EMPTY),
                        name,
                        problems);
            }
        });
        required(object, schema, "", problems);
        return problems;
    }

    private static void value(JsonValue value, JsonObject schema, String at, List<Problem> problems) {
        var expected = schema.text("type").orElse("");
        var found = typeOf(value);
        var loose = schema.bool("x-kubernetes-int-or-string").orElse(false);
        if (!loose
                && !expected.isEmpty()
                && !expected.equals(found)
                && !(expected.equals("number") && found.equals("integer"))) {
            problems.add(new Problem(
                    "FieldValueTypeInvalid",
                    "Invalid value: \"" + found + "\": " + at + " in body must be of type " + expected + ": \"" + found
                            + '"',
                    at));
            return;
        }
        allowed(value, schema, at, problems);
        if (value instanceof JsonObject object) {
            required(object, schema, at + ".", problems);
            object.members()
                    .forEach((name, member) -> schema.get("properties", name)
                            .or(() -> schema.get("additionalProperties"))
                            .flatMap(JsonValue::asObject)
                            .ifPresent(inner -> value(member, inner, at + "." + name, problems)));
        } else if (value instanceof JsonArray array) {
            count("items", array.size(), schema, "minItems", "maxItems", at, problems);
            for (int i = 0; i < array.size(); i++) {
                value(array.get(i), schema.object("items"), at + "[" + i + "]", problems);
            }
        }
    }

    private static void required(JsonObject object, JsonObject schema, String prefix, List<Problem> problems) {
        schema.array("required").texts().stream()
                .filter(name -> !object.has(name))
                .forEach(name -> problems.add(Problem.required(prefix + name, "")));
    }

    private static void allowed(JsonValue value, JsonObject schema, String at, List<Problem> problems) {
        var choices = schema.array("enum");
        if (!choices.isEmpty() && !choices.items().contains(value)) {
            var supported = choices.stream().map(JsonValue::toJson).collect(Collectors.joining(", "));
            problems.add(Problem.unsupported(at, value.toJson(), supported));
        }
        if (value instanceof JsonValue.Numeric number) {
            bound(schema, "minimum")
                    .filter(min -> number.value().compareTo(min) < 0)
                    .ifPresent(min -> problems.add(Problem.invalid(
                            at,
                            value.toJson(),
                            at + " in body should be greater than or equal to " + min.toPlainString())));
            bound(schema, "maximum")
                    .filter(max -> number.value().compareTo(max) > 0)
                    .ifPresent(max -> problems.add(Problem.invalid(
                            at,
                            value.toJson(),
                            at + " in body should be less than or equal to " + max.toPlainString())));
        }
        value.asText().ifPresent(text -> {
            count("chars long", text.length(), schema, "minLength", "maxLength", at, problems);
            schema.text("pattern")
                    .filter(pattern -> !Pattern.compile(pattern).matcher(text).find())
                    .ifPresent(pattern -> problems.add(
                            Problem.invalid(at, value.toJson(), at + " in body should match '" + pattern + "'")));
        });
    }

    private static Optional<java.math.BigDecimal> bound(JsonObject schema, String name) {
        return schema.get(name)
                .flatMap(v -> v instanceof JsonValue.Numeric n ? Optional.of(n.value()) : Optional.empty());
    }

    private static void count(
            String what, int size, JsonObject schema, String least, String most, String at, List<Problem> problems) {
        schema.number(least)
                .filter(min -> size < min)
                .ifPresent(min -> problems.add(Problem.invalid(
                        at,
                        Integer.toString(size),
                        at + " in body should " + (what.equals("items") ? "have" : "be") + " at least " + min + " "
                                + what)));
        schema.number(most)
                .filter(max -> size > max)
                .ifPresent(max -> problems.add(new Problem(
                        "FieldValueTooLong",
                        "Too long: may not be more than " + max + " " + (what.equals("items") ? "items" : "bytes"),
                        at)));
    }

    private static String typeOf(JsonValue value) {
        if (value instanceof JsonObject) {
            return "object";
        } else if (value instanceof JsonArray) {
            return "array";
        } else if (value.asBoolean().isPresent()) {
            return "boolean";
        } else if (value.asText().isPresent()) {
            return "string";
        }
        return value.asLong().isPresent() ? "integer" : value instanceof JsonValue.Null ? "null" : "number";
    }
}

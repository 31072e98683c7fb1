package io.kamaji.api.json;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value (RFC 8259) that can't change: object, array, string, number, boolean or null. Objects keep the order of
 * their members, and equality ignores that order, as JSON does. Values are thread-safe.
 */
@JsonSerialize(using = JacksonBinding.Writer.class)
@JsonDeserialize(using = JacksonBinding.Reader.class)
public sealed interface JsonValue
        permits JsonObject, JsonArray, JsonValue.Text, JsonValue.Numeric, JsonValue.Bool, JsonValue.Null {

    /** A string. */
    record Text(String value) implements JsonValue {
        @Override
        public String toString() {
            return toJson();
        }
    }

    /** A number; {@code 1} and {@code 1.0} are different numbers here, as they are on the wire. */
    record Numeric(BigDecimal value) implements JsonValue {
        @Override
        public String toString() {
            return toJson();
        }
    }

    /** {@code true} or {@code false}. */
    record Bool(boolean value) implements JsonValue {
        @Override
        public String toString() {
            return toJson();
        }
    }

    /** {@code null}. */
    record Null() implements JsonValue {
        @Override
        public String toString() {
            return "null";
        }
    }

    /** JSON's {@code null}. */
    JsonValue NULL = new Null();

    /**
     * The JSON value of a Java value: null, a {@link JsonValue}, String, Boolean, Number, {@link Optional}, List or a Map
     * with string keys (whose order is kept).
     *
     * @throws IllegalArgumentException for a value of any other type
     */
    static JsonValue of(@Nullable Object value) {
        if (value == null) {
            return NULL;
        } else if (value instanceof JsonValue json) {
            return json;
        } else if (value instanceof String text) {
            return new Text(text);
        } else if (value instanceof Boolean bool) {
            return new Bool(bool);
        } else if (value instanceof BigDecimal number) {
            return new Numeric(number);
        } else if (value instanceof Number number) {
            return new Numeric(new BigDecimal(number.toString()));
        } else if (value instanceof Optional<?> optional) {
            return of(optional.orElse(null));
        } else if (value instanceof List<?> list) {
            var items = new ArrayList<JsonValue>(list.size());
            list.forEach(item -> items.add(of(item)));
            return new JsonArray(items);
        } else if (value instanceof Map<?, ?> map) {
            var members = new LinkedHashMap<String, JsonValue>();
            map.forEach((key, member) -> members.put((String) key, of(member)));
            return new JsonObject(members);
        }
        throw new IllegalArgumentException(
                "not a JSON value: " + value.getClass().getName());
    }

    /**
     * Reads one YAML or JSON document as kubectl does: a member or an item with nothing behind it is null, aliases and merge keys
     * are resolved, {@code yes} and {@code on} are booleans. Empty documents beside it are left out; a text without any is null.
     * Takes what {@link JsonLimits} says.
     *
     * @throws IllegalArgumentException if the text is neither YAML nor JSON, holds several documents or a name twice, or more than
     *     the limits; with line and column, and without the text that stands there
     */
    static JsonValue parse(String yamlOrJson) {
        var start = yamlOrJson.stripLeading();
        if (start.startsWith("{") || start.startsWith("[")) {
            try {
                return JsonText.parse(yamlOrJson);
            } catch (IOException e) {
                if (yamlOrJson.length() > JsonLimits.YAML_CHARACTERS) {
                    throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
                } // else it may be flow style
            }
        }
        var documents = parseAll(yamlOrJson);
        if (documents.size() > 1) {
            throw new IllegalArgumentException(
                    documents.size() + " documents where one is expected: JsonValue.parseAll reads them all");
        }
        return documents.isEmpty() ? NULL : documents.get(0);
    }

    /**
     * Reads a stream of YAML documents separated by {@code ---}, each as {@link #parse} does; empty documents are left out.
     *
     * @throws IllegalArgumentException as {@link #parse}
     */
    static List<JsonValue> parseAll(String yaml) {
        return YamlReader.readAll(yaml);
    }

    /** This value as compact JSON, members in order. */
    default String toJson() {
        return JsonText.json(this);
    }

    /** This value as YAML, members in order, ending in a line break; strings are quoted only where YAML needs it. */
    default String toYaml() {
        return JsonText.yaml(this);
    }

    /** This value as an object, or empty. */
    default Optional<JsonObject> asObject() {
        return this instanceof JsonObject object ? Optional.of(object) : Optional.empty();
    }

    /** This value as an array, or empty. */
    default Optional<JsonArray> asArray() {
        return this instanceof JsonArray array ? Optional.of(array) : Optional.empty();
    }

    /** This value as a string, or empty. */
    default Optional<String> asText() {
        return this instanceof Text text ? Optional.of(text.value()) : Optional.empty();
    }

    /** This value as a whole number of 64 bits, or empty if it is none. */
    default Optional<Long> asLong() {
        if (!(this instanceof Numeric number)) {
            return Optional.empty();
        }
        try {
            return Optional.of(number.value().longValueExact());
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** This value as a boolean, or empty. */
    default Optional<Boolean> asBoolean() {
        return this instanceof Bool bool ? Optional.of(bool.value()) : Optional.empty();
    }
}

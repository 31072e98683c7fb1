package io.kamaji.testkit.simulator.internal.schema;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.testkit.simulator.internal.schema.Shape.Any;
import io.kamaji.testkit.simulator.internal.schema.Shape.ListOf;
import io.kamaji.testkit.simulator.internal.schema.Shape.MapOf;
import io.kamaji.testkit.simulator.internal.schema.Shape.Scalar;
import io.kamaji.testkit.simulator.internal.schema.Shape.Struct;
import io.kamaji.testkit.simulator.internal.schema.Shape.Type;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings an object into the form in which the API stores it, as decoding into typed structures does: unknown fields, nulls
 * and empty values go, structures that are always there come, quantities become canonical. Not thread-safe: one per object.
 */
public final class Decoder {
    private final List<String> unknown = new ArrayList<>();

    /** The paths of the fields that the kind does not have, as the API prints them: {@code spec.foo}. */
    public List<String> unknownFields() {
        return List.copyOf(unknown);
    }

    /**
     * @throws IllegalArgumentException with the API's message if a value has the wrong type
     */
    public JsonObject decode(JsonObject object, Shape shape) {
        var decoded = value(object, shape, "");
        return decoded == null ? JsonObject.EMPTY : decoded.asObject().orElseThrow();
    }

    private @Nullable JsonValue value(JsonValue value, Shape shape, String path) {
        if (value == JsonValue.NULL || value instanceof JsonValue.Null) {
            return shape instanceof Struct struct && struct.always() ? empty(struct) : null;
        } else if (shape instanceof Struct struct) {
            return struct(expectObject(value, path, struct), struct, path);
        } else if (shape instanceof MapOf map) {
            return map(value.asObject().orElseThrow(() -> wrong(value, path, "map[string]string")), map, path);
        } else if (shape instanceof ListOf list) {
            return list(value.asArray().orElseThrow(() -> wrong(value, path, "[]" + name(list.items()))), list, path);
        } else if (shape instanceof Scalar scalar) {
            return scalar(value, scalar, path);
        }
        return shape instanceof Any ? withoutNulls(value) : value;
    }

    private static JsonObject expectObject(JsonValue value, String path, Struct struct) {
        return value.asObject()
                .orElseThrow(() -> wrong(value, path, struct.name().replaceFirst(".*\\.(v[^.]*\\.[^.]*)$", "$1")));
    }

    private JsonObject struct(JsonObject object, Struct struct, String path) {
        var members = new LinkedHashMap<String, JsonValue>();
        object.members().forEach((name, member) -> {
            var at = path.isEmpty() ? name : path + "." + name;
            if (!struct.declares(name)) {
                unknown.add(at);
                return;
            }
            var decoded = value(member, struct.member(name), at);
            if (decoded != null) {
                members.put(name, decoded);
            }
        });
        addPresent(members, struct);
        return new JsonObject(members);
    }

    private static JsonObject empty(Struct struct) {
        var members = new LinkedHashMap<String, JsonValue>();
        addPresent(members, struct);
        return new JsonObject(members);
    }

    private static void addPresent(LinkedHashMap<String, JsonValue> members, Struct struct) {
        struct.fields().forEach((name, field) -> {
            if (!members.containsKey(name)) {
                if (field instanceof Struct inner && inner.always()) {
                    members.put(name, empty(inner));
                } else if (field instanceof Scalar scalar && scalar.always()) {
                    members.put(name, scalar.type() == Type.INTEGER ? JsonValue.of(0) : JsonValue.of(""));
                }
            }
        });
    }

    private @Nullable JsonValue map(JsonObject object, MapOf map, String path) {
        var members = new LinkedHashMap<String, JsonValue>();
        object.members().forEach((name, member) -> {
            var decoded = value(member, item(map.values()), path + "." + name);
            if (decoded != null) {
                members.put(name, decoded);
            } else if (map.values() instanceof Scalar) {
                members.put(name, JsonValue.of("")); // a null in a map of texts is the empty text
            }
        });
        return members.isEmpty() ? null : new JsonObject(members);
    }

    private @Nullable JsonValue list(JsonArray array, ListOf list, String path) {
        var items = new ArrayList<JsonValue>(array.size());
        for (int i = 0; i < array.size(); i++) {
            var decoded = value(array.get(i), item(list.items()), path + "[" + i + "]");
            if (decoded != null) {
                items.add(decoded);
            }
        }
        return items.isEmpty() ? null : new JsonArray(items);
    }

    /** Items and map values keep their empty texts and zeros. */
    private static Shape item(Shape shape) {
        return shape instanceof Scalar scalar ? new Scalar(scalar.type(), scalar.fallback(), false, true) : shape;
    }

    private static @Nullable JsonValue scalar(JsonValue value, Scalar scalar, String path) {
        switch (scalar.type()) {
            case BOOLEAN -> {
                var bool = value.asBoolean().orElseThrow(() -> wrong(value, path, "bool"));
                return scalar.dropsZero() && !bool ? null : value;
            }
            case INTEGER -> {
                var number = value.asLong().orElseThrow(() -> wrong(value, path, "int32"));
                return scalar.dropsZero() && number == 0 ? null : JsonValue.of(number);
            }
            case NUMBER -> {
                return value;
            }
            case QUANTITY -> {
                return JsonValue.of(Quantity.canonical(value.asText().orElseGet(value::toJson)));
            }
            case INT_OR_STRING -> {
                if (value.asText().isEmpty() && value.asLong().isEmpty()) {
                    throw wrong(value, path, "intstr.IntOrString");
                }
                return value;
            }
            default -> {
                var text = value.asText().orElseThrow(() -> wrong(value, path, "string"));
                if (scalar.type() == Type.BASE64) {
                    checkBase64(text);
                }
                return text.isEmpty() && !scalar.always() ? null : value;
            }
        }
    }

    private static void checkBase64(String text) {
        try {
            if (Base64.getDecoder().decode(text).length > 0 && text.length() % 4 != 0) {
                throw new IllegalArgumentException("illegal base64 data at input byte " + text.length() / 4 * 4);
            }
        } catch (IllegalArgumentException e) {
            int at = 0;
            while (at < text.length()
                    && "+/".indexOf(text.charAt(at)) + 1 + (Character.isLetterOrDigit(text.charAt(at)) ? 1 : 0) > 0) {
                at++;
            }
            throw new IllegalArgumentException(
                    "illegal base64 data at input byte " + (at < text.length() ? at : at / 4 * 4));
        }
    }

    private static JsonValue withoutNulls(JsonValue value) {
        if (value instanceof JsonObject object) {
            var members = new LinkedHashMap<String, JsonValue>();
            object.members().forEach((name, member) -> {
                if (!(member instanceof JsonValue.Null)) {
                    members.put(name, withoutNulls(member));
                }
            });
            return new JsonObject(members);
        }
        return value instanceof JsonArray array ? array.map(Decoder::withoutNulls) : value;
    }

    private static String name(Shape shape) {
        return shape instanceof Struct struct ? struct.name().replaceFirst(".*\\.(v[^.]*\\.[^.]*)$", "$1") : "string";
    }

    private static IllegalArgumentException wrong(JsonValue value, String path, String type) {
        var found = value instanceof JsonObject
                ? "object"
                : value instanceof JsonArray
                        ? "array"
                        : value.asBoolean().isPresent()
                                ? "bool"
                                : value.asText().isPresent() ? "string" : "number";
        return new IllegalArgumentException(
                "json: cannot unmarshal " + found + " into Go struct field ." + path + " of type " + type);
    }
}

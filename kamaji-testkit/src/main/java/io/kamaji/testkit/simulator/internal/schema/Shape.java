package io.kamaji.testkit.simulator.internal.schema;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a value of the API is built, as far as merging and storing it depend on that. Immutable and thread-safe. The terms
 * are those of the OpenAPI extensions {@code x-kubernetes-list-type} and {@code x-kubernetes-map-type}.
 */
public sealed interface Shape {

    /** What nothing is known of: objects are merged key by key, arrays are atomic. */
    Shape ANY = new Any(false);

    /** A text, number or boolean, merged as a whole. */
    record Scalar(Type type, Optional<String> fallback, boolean dropsZero, boolean always) implements Shape {}

    /** An object with declared fields. */
    record Struct(String name, Supplier<Map<String, Shape>> declared, boolean atomic, boolean always) implements Shape {
        /** The fields by name. */
        public Map<String, Shape> fields() {
            return declared.get();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** An object with free keys. */
    record MapOf(Shape values, boolean atomic) implements Shape {}

    /** An array; the keys are those of a keyed list. */
    record ListOf(Shape items, Relation relation, List<String> keys) implements Shape {}

    /** A value of unknown shape. */
    record Any(boolean whole) implements Shape {}

    /** How the items of a list belong together. */
    enum Relation {
        ATOMIC,
        SET,
        KEYED
    }

    /** The scalars of the API; the letters are those of the schema file. */
    enum Type {
        TEXT('s'),
        BASE64('y'),
        TIME('t'),
        BOOLEAN('b'),
        INTEGER('i'),
        NUMBER('n'),
        QUANTITY('q'),
        INT_OR_STRING('x');

        private final char letter;

        Type(char letter) {
            this.letter = letter;
        }

        static Type of(char letter) {
            for (var type : values()) {
                if (type.letter == letter) {
                    return type;
                }
            }
            throw new IllegalArgumentException("no scalar type " + letter);
        }
    }

    /** This shape, made definite by a value where it says nothing itself. */
    default Shape of(@Nullable JsonValue value) {
        if (!(this instanceof Any any)) {
            return this;
        } else if (value instanceof JsonObject) {
            return new MapOf(ANY, any.whole());
        } else if (value instanceof JsonArray) {
            return new ListOf(ANY, Relation.ATOMIC, List.of());
        }
        return new Scalar(Type.TEXT, Optional.empty(), false, false);
    }

    /** The shape of a member of an object. */
    default Shape member(String name) {
        if (this instanceof Struct struct) {
            return struct.fields().getOrDefault(name, ANY);
        }
        return this instanceof MapOf map ? map.values() : ANY;
    }

    /** Whether a member is a declared field (and not a free key). */
    default boolean declares(String name) {
        return this instanceof Struct struct && struct.fields().containsKey(name);
    }

    /** Whether a value of this shape is merged as a whole. */
    default boolean isLeaf() {
        return this instanceof Scalar
                || this instanceof Struct struct && struct.atomic()
                || this instanceof MapOf map && map.atomic()
                || this instanceof ListOf list && list.relation() == Relation.ATOMIC;
    }
}

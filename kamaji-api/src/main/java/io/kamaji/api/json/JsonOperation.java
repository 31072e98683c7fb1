package io.kamaji.api.json;

import java.util.Optional;

/**
 * One operation of a JSON patch. Immutable and thread-safe. Source: RFC 6902.
 *
 * @param from source of {@link Kind#MOVE} and {@link Kind#COPY}
 * @param value operand of {@link Kind#ADD}, {@link Kind#REPLACE} and {@link Kind#TEST}
 */
public record JsonOperation(Kind kind, JsonPointer path, Optional<JsonPointer> from, Optional<JsonValue> value) {

    /** What it does; on the wire in lower case. */
    public enum Kind {
        ADD(true, false),
        REMOVE(false, false),
        REPLACE(true, false),
        MOVE(false, true),
        COPY(false, true),
        TEST(true, false);

        private final boolean needsValue;
        private final boolean needsFrom;

        Kind(boolean needsValue, boolean needsFrom) {
            this.needsValue = needsValue;
            this.needsFrom = needsFrom;
        }

        private static Kind parse(String text) {
            for (var kind : values()) {
                if (kind.wire().equals(text)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("'" + text + "' is no operation of a JSON patch");
        }

        private String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException if {@code from} or {@code value} is missing, or a value is moved into itself */
    public JsonOperation {
        if (kind.needsValue && value.isEmpty()) {
            throw new IllegalArgumentException(kind.wire() + " needs a value");
        }
        if (kind.needsFrom && from.isEmpty()) {
            throw new IllegalArgumentException(kind.wire() + " needs from");
        }
        if (kind == Kind.MOVE && from.get().leadsTo(path) && !from.get().equals(path)) {
            throw new IllegalArgumentException("'" + from.get() + "' can't be moved into itself");
        }
    }

    /**
     * Reads one; other members are ignored.
     *
     * @throws IllegalArgumentException with what is wrong
     */
    public static JsonOperation of(JsonObject operation) {
        return new JsonOperation(
                Kind.parse(operation.text("op").orElse("")),
                operation
                        .text("path")
                        .map(JsonPointer::parse)
                        .orElseThrow(() -> new IllegalArgumentException("an operation needs a path")),
                operation.text("from").map(JsonPointer::parse),
                operation.get("value"));
    }

    /**
     * Does all operations of a patch in order.
     *
     * @throws IllegalArgumentException if one can't be done or a test fails
     */
    public static JsonValue applyAll(JsonArray patch, JsonValue target) {
        var result = target;
        for (var operation : patch) {
            result = of(operation
                            .asObject()
                            .orElseThrow(() -> new IllegalArgumentException(operation + " is no operation")))
                    .applyTo(result);
        }
        return result;
    }

    /**
     * What it makes of a value.
     *
     * @throws IllegalArgumentException if it can't be done or the test fails
     */
    public JsonValue applyTo(JsonValue target) {
        return switch (kind) {
            case ADD -> path.add(target, value.orElseThrow());
            case REMOVE -> path.remove(target);
            case REPLACE -> path.replace(target, value.orElseThrow());
            case MOVE -> {
                var moved = from.orElseThrow().require(target);
                yield path.add(from.get().remove(target), moved);
            }
            case COPY -> path.add(target, from.orElseThrow().require(target));
            case TEST -> tested(target);
        };
    }

    /** Numbers are compared by their value (RFC 6902, 4.6). */
    private JsonValue tested(JsonValue target) {
        var found = path.require(target);
        if (!normal(found).equals(normal(value.orElseThrow()))) {
            throw new IllegalArgumentException("'" + path + "' is " + found + ", not " + value.get());
        }
        return target;
    }

    private static JsonValue normal(JsonValue value) {
        if (value instanceof JsonValue.Numeric number) {
            return new JsonValue.Numeric(number.value().stripTrailingZeros());
        } else if (value instanceof JsonArray array) {
            return array.map(JsonOperation::normal);
        } else if (value instanceof JsonObject object) {
            var normal = new java.util.LinkedHashMap<String, JsonValue>();
            object.members().forEach((name, member) -> normal.put(name, normal(member)));
            return new JsonObject(normal);
        }
        return value;
    }
}

package io.kamaji.api.json;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

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
            return name().toLowerCase(Locale.ROOT);
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
     * Does all operations of a patch in order; takes what {@link JsonLimits} says.
     *
     * @throws JsonPatchException if one can't be done, a test fails, or they make more of the value than the limits
     */
    public static JsonValue applyAll(JsonArray patch, JsonValue target) {
        var result = target;
        long characters = 0;
        long work = 0;
        for (int i = 0; i < patch.size(); i++) {
            try {
                var operation =
                        of(patch.get(i).asObject().orElseThrow(() -> new IllegalArgumentException("not an operation")));
                var placed = operation.placed(result, JsonLimits.PATCH_CHARACTERS - characters);
                characters += operation.kind == Kind.MOVE ? 0 : placed.characters();
                work += placed.values() + operation.path.width(result);
                if (operation.path.steps().size() + placed.nesting() > JsonLimits.NESTING) {
                    throw new IllegalArgumentException("it nests more than " + JsonLimits.NESTING + " deep");
                } else if (characters > JsonLimits.PATCH_CHARACTERS) {
                    throw tooMuch("adds", JsonLimits.PATCH_CHARACTERS, "characters");
                } else if (work > JsonLimits.PATCH_WORK) {
                    throw tooMuch("handles", JsonLimits.PATCH_WORK, "members and items");
                }
                result = operation.applyTo(result);
            } catch (IllegalArgumentException e) {
                throw new JsonPatchException(i, String.valueOf(e.getMessage()));
            }
        }
        return result;
    }

    private static IllegalArgumentException tooMuch(String does, int most, String what) {
        return new IllegalArgumentException("with those before it, it " + does + " more than " + most + " " + what);
    }

    /** What comes to lie at the path. */
    private JsonExtent placed(JsonValue target, long most) {
        return switch (kind) {
            case REMOVE, TEST -> JsonExtent.NONE;
            case ADD, REPLACE -> JsonExtent.of(value.orElseThrow(), most);
            case COPY -> JsonExtent.of(from.orElseThrow().require(target), most);
            case MOVE -> JsonExtent.of(from.orElseThrow().require(target), Long.MAX_VALUE);
        };
    }

    private JsonValue applyTo(JsonValue target) {
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

    private JsonValue tested(JsonValue target) {
        var found = path.require(target);
        if (!isSame(found, value.orElseThrow())) {
            throw new IllegalArgumentException("'" + path + "' is " + found + ", not " + value.get());
        }
        return target;
    }

    /** Numbers are compared by their value (RFC 6902, 4.6). */
    private static boolean isSame(JsonValue a, JsonValue b) {
        if (a instanceof JsonValue.Numeric first && b instanceof JsonValue.Numeric second) {
            return first.value().compareTo(second.value()) == 0;
        } else if (a instanceof JsonArray first && b instanceof JsonArray second) {
            return first.size() == second.size()
                    && IntStream.range(0, first.size()).allMatch(i -> isSame(first.get(i), second.get(i)));
        } else if (a instanceof JsonObject first && b instanceof JsonObject second) {
            return first.members().size() == second.members().size()
                    && first.members().entrySet().stream()
                            .allMatch(member -> second.get(member.getKey())
                                    .filter(other -> isSame(member.getValue(), other))
                                    .isPresent());
        }
        return a.equals(b);
    }
}

package io.kamaji.api.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in a JSON value: the names and indexes that lead there. Immutable and thread-safe. Source: RFC 6901, and RFC 6902
 * for what adding and removing means.
 */
public record JsonPointer(List<String> steps) {
    private static final Pattern FORM = Pattern.compile("(?:/(?:[^/~]++|~[01])*+)*+");
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final String END = "-";

    public JsonPointer {
        steps = List.copyOf(steps);
    }

    /**
     * Reads one; the empty text is the whole value.
     *
     * @throws IllegalArgumentException for what is no pointer
     */
    public static JsonPointer parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no JSON pointer: each step begins with /, and ~ in a"
                    + " name is written ~0, / is written ~1");
        }
        var steps = new ArrayList<>(List.of(text.split("/", -1)));
        steps.remove(0); // what stands before the first /
        return new JsonPointer(steps.stream()
                .map(step -> step.replace("~1", "/").replace("~0", "~"))
                .toList());
    }

    /** Whether this leads to the other or to something that holds it. */
    public boolean leadsTo(JsonPointer other) {
        return steps.size() <= other.steps.size() && steps.equals(other.steps.subList(0, steps.size()));
    }

    /** What is there, or empty. */
    public Optional<JsonValue> find(JsonValue in) {
        var at = Optional.of(in);
        for (var step : steps) {
            at = at.flatMap(value -> member(value, step));
        }
        return at;
    }

    /** How many members and items the objects and arrays on the way have, at least 1. */
    long width(JsonValue in) {
        long width = 1;
        var at = Optional.of(in);
        for (var step : steps) {
            width += at.map(JsonPointer::size).orElse(0);
            at = at.flatMap(value -> member(value, step));
        }
        return width;
    }

    private static int size(JsonValue value) {
        return value instanceof JsonObject object
                ? object.members().size()
                : value instanceof JsonArray array ? array.size() : 0;
    }

    /**
     * The value with another one put here: as a member, before the item of that index, or after the last item where the step
     * is {@code -}.
     *
     * @throws IllegalArgumentException if nothing is there that could hold it
     */
    public JsonValue add(JsonValue in, JsonValue value) {
        return steps.isEmpty()
                ? value
                : inside(in, holder -> {
                    if (holder instanceof JsonArray array) {
                        var items = new ArrayList<>(array.items());
                        items.add(last().equals(END) ? items.size() : index(last(), items.size()), value);
                        return new JsonArray(items);
                    }
                    return members(holder, members -> members.put(last(), value));
                });
    }

    /**
     * The value with what is here replaced.
     *
     * @throws IllegalArgumentException if nothing is here
     */
    public JsonValue replace(JsonValue in, JsonValue value) {
        require(in);
        return steps.isEmpty()
                ? value
                : inside(in, holder -> {
                    if (holder instanceof JsonArray array) {
                        var items = new ArrayList<>(array.items());
                        items.set(index(last(), items.size() - 1), value);
                        return new JsonArray(items);
                    }
                    return members(holder, members -> members.put(last(), value));
                });
    }

    /**
     * The value without what is here; without everything it is {@code null}.
     *
     * @throws IllegalArgumentException if nothing is here
     */
    public JsonValue remove(JsonValue in) {
        require(in);
        return steps.isEmpty()
                ? JsonValue.NULL
                : inside(in, holder -> {
                    if (holder instanceof JsonArray array) {
                        var items = new ArrayList<>(array.items());
                        items.remove(index(last(), items.size() - 1));
                        return new JsonArray(items);
                    }
                    return members(holder, members -> members.remove(last()));
                });
    }

    /**
     * What is here.
     *
     * @throws IllegalArgumentException if nothing is here
     */
    public JsonValue require(JsonValue in) {
        return find(in).orElseThrow(() -> new IllegalArgumentException("there is nothing at '" + this + "'"));
    }

    private interface Change {
        JsonValue of(JsonValue holder);
    }

    private interface MemberChange {
        void on(LinkedHashMap<String, JsonValue> members);
    }

    private JsonValue inside(JsonValue in, Change change) {
        if (steps.size() == 1) {
            return change.of(in);
        }
        var first = new JsonPointer(steps.subList(0, 1));
        var rest = new JsonPointer(steps.subList(1, steps.size()));
        var inner = first.find(in)
                .orElseThrow(() -> new IllegalArgumentException("there is nothing that could hold '" + this + "'"));
        return first.replace(in, rest.inside(inner, change));
    }

    private JsonValue members(JsonValue holder, MemberChange change) {
        if (!(holder instanceof JsonObject object)) {
            throw new IllegalArgumentException("what is to hold '" + this + "' is neither an object nor an array");
        }
        var members = new LinkedHashMap<>(object.members());
        change.on(members);
        return new JsonObject(members);
    }

    private String last() {
        return steps.get(steps.size() - 1);
    }

    private static Optional<JsonValue> member(JsonValue value, String step) {
        if (value instanceof JsonArray array) {
            return INDEX.matcher(step).matches() && Integer.parseInt(step) < array.size()
                    ? Optional.of(array.get(Integer.parseInt(step)))
                    : Optional.empty();
        }
        return value.asObject().flatMap(object -> object.get(step));
    }

    private static int index(String step, int most) {
        if (!INDEX.matcher(step).matches() || Integer.parseInt(step) > most) {
            throw new IllegalArgumentException("'" + step + "' is no index from 0 to " + most);
        }
        return Integer.parseInt(step);
    }

    /** As RFC 6901 writes it. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        steps.forEach(step -> text.append('/').append(step.replace("~", "~0").replace("/", "~1")));
        return text.toString();
    }
}

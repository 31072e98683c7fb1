package io.kamaji.api.boundary;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Places in a tenant: {@code a.b} is a member, {@code a[]} each item of an array, <code>a{}</code> each member of an object as the
 * text {@code key=value}, <code>a{some.key}</code> the member of that name, {@code a?} one without which there is nothing to judge.
 * Read in a document, and in CEL. Immutable.
 */
record SpecPath(List<Step> steps) {
    private static final Pattern STEP = Pattern.compile("([A-Za-z]+)(\\[]|\\{}|\\?)?(?:\\{([^}]+)})?\\.?");

    private enum Kind {
        MEMBER,
        NEEDED,
        ITEMS,
        PAIRS
    }

    private record Step(String name, Kind kind) {}

    /** Takes what is found. */
    @FunctionalInterface
    interface Found {
        /**
         * One place.
         *
         * @param given what stands there; null if nothing
         * @param read what is judged of it
         */
        void at(String path, JsonValue given, JsonValue read);
    }

    static SpecPath parse(String text) {
        var steps = new ArrayList<Step>();
        var matcher = STEP.matcher(text);
        while (matcher.lookingAt()) {
            var mark = String.valueOf(matcher.group(2));
            steps.add(new Step(
                    matcher.group(1),
                    switch (mark) {
                        case "[]" -> Kind.ITEMS;
                        case "{}" -> Kind.PAIRS;
                        case "?" -> Kind.NEEDED;
                        default -> Kind.MEMBER;
                    }));
            if (matcher.group(3) != null) {
                steps.add(new Step(matcher.group(3), Kind.MEMBER));
            }
            matcher.region(matcher.end(), text.length());
        }
        if (matcher.regionStart() != text.length()) {
            throw new IllegalArgumentException("not a path: " + text);
        }
        return new SpecPath(List.copyOf(steps));
    }

    /** Tells of each place that is there, and of one that is not if nothing but members leads to it. */
    void each(JsonObject tenant, Found found) {
        walk("", tenant, 0, found);
    }

    private void walk(String at, JsonValue value, int next, Found found) {
        if (next == steps.size()) {
            found.at(at, value, value);
            return;
        }
        var step = steps.get(next);
        var here = step.name().matches("[A-Za-z]+")
                ? at.isEmpty() ? step.name() : at + "." + step.name()
                : at + "[" + step.name() + "]";
        var member = value.asObject().flatMap(object -> object.get(step.name())).orElse(JsonValue.NULL);
        switch (step.kind()) {
            case MEMBER -> walk(here, member, next + 1, found);
            case NEEDED -> {
                if (member != JsonValue.NULL) {
                    walk(here, member, next + 1, found);
                }
            }
            case ITEMS -> {
                var items = member.asArray().orElse(JsonArray.EMPTY);
                for (int i = 0; i < items.size(); i++) {
                    walk(here + "[" + i + "]", items.get(i), next + 1, found);
                }
            }
            case PAIRS ->
                member.asObject()
                        .orElse(JsonObject.EMPTY)
                        .members()
                        .forEach((key, one) ->
                                found.at(here + "[" + key + "]", one, JsonValue.of(key + "=" + text(one))));
        }
    }

    /** The expression for the first list or map on the way, else for the place itself; an optional. */
    String root(String from) {
        var at = new StringBuilder(from);
        for (var step : steps) {
            at.append(select(step));
            if (step.kind() == Kind.ITEMS || step.kind() == Kind.PAIRS) {
                break;
            }
        }
        return at.toString();
    }

    private static String select(Step step) {
        return step.name().matches("[A-Za-z]+") ? ".?" + step.name() : "[?'" + step.name() + "']";
    }

    /** A text as it is, anything else as JSON. */
    static String text(JsonValue value) {
        return value.asText().orElseGet(value::toJson);
    }

    /**
     * The expression that is true where all places are as they are to be.
     *
     * @param judged the expression for what is at a place
     * @param absent whether nothing is good, too
     */
    String cel(UnaryOperator<String> judged, boolean absent) {
        return cel("object", 0, judged, absent);
    }

    private String cel(String from, int next, UnaryOperator<String> judged, boolean absent) {
        var at = new StringBuilder(from);
        var needed = "";
        for (int i = next; i < steps.size(); i++) {
            var step = steps.get(i);
            at.append(select(step));
            var variable = "v" + i;
            if (step.kind() == Kind.NEEDED) {
                needed = "!" + at + ".hasValue() || ";
            } else if (step.kind() == Kind.ITEMS) {
                return needed + at + ".orValue([]).all(" + variable + ", " + cel(variable, i + 1, judged, absent) + ")";
            } else if (step.kind() == Kind.PAIRS) {
                return needed + at + ".orValue({}).all(" + variable + ", "
                        + judged.apply("(" + variable + " + '=' + " + at + ".value()[" + variable + "])") + ")";
            }
        }
        return next == steps.size()
                ? judged.apply(from)
                : needed + "(" + at + ".hasValue() ? " + judged.apply(at + ".value()") + " : " + absent + ")";
    }
}

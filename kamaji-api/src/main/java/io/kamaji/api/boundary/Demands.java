package io.kamaji.api.boundary;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.IpNetwork;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The demands on one value. Each says in {@code cel} what it says in {@code judge}. */
final class Demands {
    private Demands() {}

    private static boolean isNothing(JsonValue value) {
        return value == JsonValue.NULL
                || value.equals(JsonObject.EMPTY)
                || value.equals(JsonArray.EMPTY)
                || value.equals(JsonValue.of(false))
                || value.equals(JsonValue.of(""));
    }

    static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
    }

    private static String list(List<String> texts) {
        return texts.stream().map(Demands::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Nothing, or a text that matches a pattern. */
    record OneOf(List<String> patterns, Reading reading) implements Demand {
        @Override
        public void judge(JsonValue value, Out out) {
            if (!isNothing(value) && !Glob.matches(patterns, reading.text(value))) {
                out.add("", value, message());
            }
        }

        @Override
        public Optional<String> cel(String value) {
            var nothing = reading == Reading.TEXT || reading == Reading.HOST ? value + " == '' || " : "";
            return Optional.of("(" + nothing + Glob.cel(patterns, reading.cel(value)) + ")");
        }

        @Override
        public String message() {
            return patterns.isEmpty() ? "must not be set" : "must be one of " + String.join(", ", patterns);
        }
    }

    /** An address of any kind, or a name that matches a pattern. */
    record AddressOrName(List<String> patterns) implements Demand {
        @Override
        public void judge(JsonValue value, Out out) {
            if (IpNetwork.parseAddress(SpecPath.text(value)).isEmpty()) {
                new OneOf(patterns, Reading.HOST).judge(value, out);
            }
        }

        @Override
        public Optional<String> cel(String value) {
            return Optional.of("(isIP(" + value + ") || " + Glob.cel(patterns, Reading.HOST.cel(value)) + ")");
        }

        @Override
        public String message() {
            return new OneOf(patterns, Reading.HOST).message();
        }
    }

    /** Nothing at all, not even empty. */
    record Absent() implements Demand {
        @Override
        public void judge(JsonValue value, Out out) {
            if (value != JsonValue.NULL) {
                out.add("", value, message());
            }
        }

        @Override
        public Optional<String> cel(String value) {
            return Optional.of("false");
        }

        @Override
        public String message() {
            return "must not be there";
        }
    }

    /** Something, even if empty. */
    record Present() implements Demand {
        @Override
        public void judge(JsonValue value, Out out) {
            if (value == JsonValue.NULL) {
                out.add("", value, message());
            }
        }

        @Override
        public Optional<String> cel(String value) {
            return Optional.of("true");
        }

        @Override
        public String message() {
            return "must be there";
        }
    }

    /** Nothing that does anything: absent, empty or false. */
    record Off() implements Demand {
        @Override
        public void judge(JsonValue value, Out out) {
            if (!isNothing(value)) {
                out.add("", value, message());
            }
        }

        @Override
        public Optional<String> cel(String value) {
            return Optional.of("(" + value + " in [dyn(false), dyn(''), dyn([]), dyn({})])");
        }

        @Override
        public String message() {
            return "must not be set";
        }
    }

    /** This value and no other. */
    record Equal(JsonValue expected) implements Demand {
        @Override
        public void judge(JsonValue value, Out out) {
            if (!value.equals(expected)) {
                out.add("", value, message());
            }
        }

        @Override
        public Optional<String> cel(String value) {
            return Optional.of("(" + value + " == "
                    + expected.asText().map(Demands::quoted).orElseGet(expected::toJson) + ")");
        }

        @Override
        public String message() {
            return "must be " + SpecPath.text(expected);
        }
    }

    /** A whole number within bounds, or nothing. */
    record Number(Optional<Long> min, Optional<Long> max) implements Demand {
        @Override
        public void judge(JsonValue value, Out out) {
            value.asLong()
                    .filter(number -> min.filter(least -> number < least).isPresent()
                            || max.filter(most -> number > most).isPresent())
                    .ifPresent(number -> out.add("", value, message()));
        }

        @Override
        public Optional<String> cel(String value) {
            return Optional.of(Stream.concat(
                            min.map(least -> value + " >= " + least).stream(),
                            max.map(most -> value + " <= " + most).stream())
                    .collect(Collectors.joining(" && ", "(", ")")));
        }

        @Override
        public String message() {
            return Stream.concat(
                            min.map(least -> "at least " + least).stream(), max.map(most -> "at most " + most).stream())
                    .collect(Collectors.joining(" and ", "must be ", ""));
        }
    }

    /** How many pods a rollout may have beside those that are wanted: no more than may be wanted. */
    record Surge(long most) implements Demand {
        private static final String SHARE = "^0*([0-9]{1,2}|100)%$";

        @Override
        public void judge(JsonValue value, Out out) {
            var pods = value.asLong();
            if (value != JsonValue.NULL
                    && (pods.isPresent()
                            ? pods.get() > most
                            : !SpecPath.text(value).matches(SHARE))) {
                out.add("", value, message());
            }
        }

        @Override
        public Optional<String> cel(String value) {
            return Optional.of("(type(dyn(" + value + ")) == int ? int(dyn(" + value + ")) <= " + most
                    + " : string(dyn(" + value + ")).matches('" + SHARE + "'))");
        }

        @Override
        public String message() {
            return "must be at most " + most + " or 100%";
        }
    }

    /** An address, or a range, that lies in one of the ranges; or nothing. */
    record Within(List<String> ranges) implements Demand {
        @Override
        public void judge(JsonValue value, Out out) {
            var text = SpecPath.text(value);
            var asked = IpNetwork.parse(text.contains("/") ? text : text + (text.contains(":") ? "/128" : "/32"));
            Predicate<IpNetwork> holds = range -> asked.filter(
                            inner -> range.contains(inner.address()) && inner.prefixLength() >= range.prefixLength())
                    .isPresent();
            if (!isNothing(value)
                    && ranges.stream()
                            .flatMap(range -> IpNetwork.parse(range).stream())
                            .noneMatch(holds)) {
                out.add("", value, message());
            }
        }

        @Override
        public Optional<String> cel(String value) {
            return Optional.of("(" + value + " == '' || " + list(ranges) + ".exists(r, isIP(" + value
                    + ") ? cidr(r).containsIP(" + value + ") : isCIDR(" + value + ") && cidr(r).containsCIDR(" + value
                    + ")))");
        }

        @Override
        public String message() {
            return ranges.isEmpty() ? "must not be set" : "must lie in " + String.join(" or ", ranges);
        }
    }

    /** An object with none but these members. */
    record Members(List<String> allowed) implements Demand {
        @Override
        public void judge(JsonValue value, Out out) {
            value.asObject().orElse(JsonObject.EMPTY).members().forEach((name, member) -> {
                if (!allowed.contains(name)) {
                    out.add("." + name, member, message());
                }
            });
        }

        @Override
        public Optional<String> cel(String value) {
            return Optional.of(value + ".all(m, m in " + list(allowed) + ")");
        }

        @Override
        public String message() {
            return "must be one of " + String.join(", ", allowed);
        }
    }

    /** A list with all of these, read as texts. */
    record Holds(List<String> wanted, Reading reading) implements Demand {
        @Override
        public void judge(JsonValue value, Out out) {
            var texts = value.asArray().orElse(JsonArray.EMPTY).stream()
                    .map(reading::text)
                    .toList();
            if (!texts.containsAll(wanted)) {
                out.add("", value, message());
            }
        }

        @Override
        public Optional<String> cel(String value) {
            return Optional.of(list(wanted) + ".all(w, " + value + ".exists(i, " + reading.cel("i") + " == w))");
        }

        @Override
        public String message() {
            return "must hold " + String.join(", ", wanted);
        }
    }
}

package io.kamaji.api.boundary;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.FlagLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which flags a list may hold, by their names without dashes, {@code _} read as {@code -}. CEL reads words, not flags: a fixed value
 * must be written {@code --name=value} for it.
 */
record FlagDemand(Optional<List<String>> allowed, List<String> forbidden, Map<String, String> fixed) implements Demand {

    static FlagDemand of(JsonObject boundary) {
        return new FlagDemand(
                boundary.get("allowed").flatMap(JsonValue::asArray).map(JsonArray::texts),
                boundary.array("forbidden").texts(),
                new TreeMap<>(boundary.texts("fixed")));
    }

    @Override
    public void judge(JsonValue value, Out out) {
        var words = value.asArray().orElse(JsonArray.EMPTY);
        var given = new LinkedHashMap<String, String>();
        for (var line : FlagLine.parse(words.texts())) {
            if (line.isFlag()) {
                var name = name(line.name());
                given.put(name, line.value().orElse("true"));
                problem(name, given.get(name))
                        .ifPresent(message -> out.add("[" + line.index() + "]", JsonValue.of(line.text()), message));
            }
        }
        fixed.forEach((name, wanted) -> {
            if (!given.containsKey(name)) {
                out.add("", value, "must hold --" + name + "=" + wanted);
            }
        });
    }

    private Optional<String> problem(String name, String value) {
        if (fixed.containsKey(name)) {
            return Optional.of(fixed.get(name))
                    .filter(wanted -> !wanted.equals(value))
                    .map(wanted -> "must be " + wanted);
        } else if (Glob.matches(forbidden, name)) {
            return Optional.of("is forbidden");
        }
        return allowed.filter(patterns -> !Glob.matches(patterns, name))
                .map(patterns -> "must be one of " + String.join(", ", patterns));
    }

    private static String name(String flag) {
        return flag.replaceFirst("^-+", "").replace('_', '-');
    }

    @Override
    public Optional<String> cel(String value) {
        var name =
                "[w.split('=')[0].replace('_', '-')].map(n, n.startsWith('--') ? n.substring(2) : n.substring(1))[0]";
        var others = "(!" + Glob.cel(forbidden, "n") + " && "
                + allowed.map(patterns -> Glob.cel(patterns, "n")).orElse("true") + ")";
        for (var flag : fixed.entrySet()) {
            var said = Demands.quoted(flag.getKey() + "=" + flag.getValue());
            others = "(n == " + Demands.quoted(flag.getKey()) + " ? (w.endsWith(" + said + ") && w.size() <= "
                    + (flag.getKey().length() + flag.getValue().length() + 3) + ") : " + others + ")";
        }
        var each = value + ".all(w, !w.startsWith('-') || [" + name + "].all(n, " + others + "))";
        var needed = fixed.entrySet().stream()
                .map(flag -> " && " + value + ".exists(w, w == "
                        + Demands.quoted("--" + flag.getKey() + "=" + flag.getValue()) + ")")
                .collect(Collectors.joining());
        return Optional.of("(" + each + needed + ")");
    }

    @Override
    public String message() {
        return Stream.of(
                        allowed.map(patterns -> "must be flags of " + String.join(", ", patterns)),
                        Optional.of(forbidden)
                                .filter(all -> !all.isEmpty())
                                .map(all -> "must hold none of " + String.join(", ", all)),
                        Optional.of(fixed)
                                .filter(all -> !all.isEmpty())
                                .map(all -> "must hold "
                                        + all.entrySet().stream()
                                                .map(flag -> "--" + flag.getKey() + "=" + flag.getValue())
                                                .collect(Collectors.joining(", "))))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
    }
}

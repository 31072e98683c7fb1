package io.kamaji.api;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonOperation;
import io.kamaji.api.json.JsonPointer;
import io.kamaji.api.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tries inputs that somebody may send, and prints what became of each. */
final class HostileInputs {
    private static final Map<String, Callable<String>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("nestedJson", () -> read("[".repeat(1_000_000) + "]".repeat(1_000_000)));
        ALL.put("nestedYaml", () -> read("a: " + "[".repeat(1_000_000)));
        ALL.put("nestedBlocks", () -> read(nestedBlocks(2_000)));
        ALL.put("manyJsonValues", () -> read("[" + "{\"a\":{}},".repeat(5_000_000) + "1]"));
        ALL.put("manyYamlValues", () -> read("a: [" + "a,".repeat(4_000_000) + "]"));
        ALL.put("longYaml", () -> read("a: " + "a".repeat(9 << 20)));
        ALL.put("longNumber", () -> read("[" + "9".repeat(10_000_000) + "]"));
        ALL.put("collidingNames", () -> read(collidingNames(16)));
        ALL.put("aliases", () -> read(aliases(30, "[*a%d,*a%d,*a%d,*a%d]")));
        ALL.put("longAliases", () -> read("a: &a " + "a".repeat(1 << 20) + "\nb: [" + "*a,".repeat(10_000) + "]"));
        ALL.put("mergeKeys", HostileInputs::mergeKeys);
        ALL.put("patchThatDoubles", () -> patch("{a: {x: " + "y".repeat(100) + "}}", "/a", 40));
        ALL.put("patchThatNests", () -> patch("{a: {}}", "/a", 20));
        ALL.put("patchThatMoves", HostileInputs::patchThatMoves);
        ALL.put(
                "longPointer",
                () -> JsonPointer.parse("/" + "a".repeat(1_000_000)).steps().size() + " steps");
        ALL.put("longNames", HostileInputs::longNames);
        ALL.put("longText", HostileInputs::longText);
        ALL.put("manyViolations", HostileInputs::manyViolations);
    }

    private HostileInputs() {}

    /** Tries the named ones, or all. */
    public static void main(String[] args) {
        ALL.keySet().retainAll(args.length == 0 ? List.copyOf(ALL.keySet()) : List.of(args));
        ALL.forEach((name, input) -> {
            var begin = System.nanoTime();
            var outcome = outcome(input);
            System.out.println(name + " => " + outcome + " after " + (System.nanoTime() - begin) / 1_000_000 + " ms");
        });
    }

    private static String outcome(Callable<String> input) {
        try {
            return input.call();
        } catch (IllegalArgumentException e) {
            return "refused: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            return "FAILED: " + e;
        }
    }

    private static String read(String text) {
        var value = JsonValue.parse(text);
        return (value instanceof JsonObject ? "object" : "other") + " of "
                + value.toJson().length();
    }

    private static String nestedBlocks(int depth) {
        var text = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            text.append(" ".repeat(i)).append("a:\n");
        }
        return text.toString();
    }

    /** All names of that many pairs of letters with the same hash. */
    private static String collidingNames(int pairs) {
        return IntStream.range(0, 1 << pairs)
                .mapToObj(i -> IntStream.range(0, pairs)
                        .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining("", "\"", "\":1")))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String aliases(int levels, String next) {
        var text = new StringBuilder("a0: &a0 [x, y]\n");
        for (int i = 1; i < levels; i++) {
            text.append("a" + i + ": &a" + i + " ")
                    .append(next.replace("%d", "" + (i - 1)))
                    .append('\n');
        }
        return text.toString();
    }

    private static String mergeKeys() {
        var members = IntStream.range(0, 100_000).mapToObj(i -> "k" + i + ": 1").collect(Collectors.joining(","));
        return read("a: &a {" + members + "}\nb:\n" + "- {<<: *a}\n".repeat(100_000));
    }

    private static String patch(String target, String from, int copies) {
        var operations = IntStream.range(0, copies)
                .mapToObj(i ->
                        JsonObject.of("op", "copy", "from", from, "path", from + (copies > 20 ? "/k" + i : nested(i))))
                .toArray();
        return "applied, "
                + JsonOperation.applyAll(JsonArray.of(operations), JsonValue.parse(target))
                        .toJson()
                        .length();
    }

    private static String nested(int level) {
        return "/k".repeat(1 << level);
    }

    private static String patchThatMoves() {
        var items = JsonValue.parse("{a: [" + "1,".repeat(100_000) + "]}");
        var there = JsonObject.of("op", "move", "from", "/a", "path", "/b");
        var back = JsonObject.of("op", "move", "from", "/b", "path", "/a");
        var operations = IntStream.range(0, 100_000)
                .mapToObj(i -> i % 2 == 0 ? there : back)
                .toArray();
        return "applied, " + JsonOperation.applyAll(JsonArray.of(operations), items);
    }

    private static String longNames() {
        var name = "a.".repeat(20_000) + "a";
        return TenantControlPlane.builder()
                .metadata(m -> m.name("t").namespace("default"))
                .certSan(name)
                .dataStore(name)
                .deployment(d -> d.runtimeClassName(name))
                .kubernetesVersion("1.36.3")
                .clusterIp()
                .build()
                .validate()
                .stream()
                .map(violation -> violation.path() + " " + violation.message())
                .collect(Collectors.joining(", "));
    }

    private static String longText() {
        var text = JsonObject.of(
                "a", "line\n".repeat(100_000), "b", "a b".repeat(100_000), "c", "line\n\n \n".repeat(50_000));
        return JsonObject.parse(text.toYaml()).equals(text) ? "written and read" : "another text";
    }

    private static String manyViolations() {
        var document = JsonObject.parse(
                "{apiVersion: kamaji.clastix.io/v1alpha1, kind: TenantControlPlane, spec: {dataStoreOverrides: ["
                        + "1,".repeat(400_000) + "]}}");
        try {
            TenantControlPlane.of(document);
            return "accepted";
        } catch (InvalidSpecException e) {
            return e.violations().size() + " violations";
        }
    }
}

package io.kamaji.testkit.simulator;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.testkit.simulator.Kube.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Some requests, and their answers in a form that can be compared between servers. */
record Conversation(String name, List<String> requests) {
    private static final Map<String, String> TYPES =
            Map.of("APPLY", Kube.APPLY, "MERGE", Kube.MERGE, "JSONPATCH", Kube.PATCH);

    /** Those of the file. */
    static List<Conversation> all() {
        var all = new LinkedHashMap<String, List<String>>();
        var name = "";
        for (var line : read().lines().toList()) {
            if (line.startsWith("= ")) {
                name = line.substring(2);
                all.put(name, new ArrayList<>());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                Objects.requireNonNull(all.get(name)).add(line);
            }
        }
        return all.entrySet().stream()
                .map(e -> new Conversation(e.getKey(), e.getValue()))
                .toList();
    }

    private static String read() {
        try (var in = Objects.requireNonNull(Conversation.class.getResourceAsStream("conversations.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What a server answers, in a namespace of its own: each request with code and normalised body. */
    Map<String, String> hold(Kube kube) {
        var namespace = "c-" + name.replaceAll("[^a-z]+", "-");
        var created = kube.post(
                "/api/v1/namespaces",
                "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"" + namespace + "\"}}");
        if (created.code() != 201) {
            throw new IllegalStateException(created.toString());
        }
        var answers = new LinkedHashMap<String, String>();
        Answer last = created;
        int number = 0;
        for (var request : requests) {
            var roughly = request.startsWith("~");
            var filled = request.substring(roughly ? 1 : 0)
                    .replace("NS", namespace)
                    .replace("{{rv}}", last.version())
                    .replace("{{uid}}", last.uid());
            var parts = filled.split(" ", 3);
            var body = parts.length > 2 ? parts[2] : "";
            var method = TYPES.containsKey(parts[0]) ? "PATCH" : parts[0];
            last = kube.call(method, parts[1], body.isEmpty() ? "" : TYPES.getOrDefault(parts[0], Kube.JSON), body);
            answers.put(
                    ++number + ". " + request,
                    last.code() + "\n"
                            + (roughly
                                    ? last.text("reason")
                                    : normalise(last.body()).toYaml()));
        }
        return answers;
    }

    private static JsonValue normalise(JsonValue body) {
        var text = ((JsonObject) body)
                .sorted()
                .toJson()
                .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UID")
                .replaceAll("\"resourceVersion\":\"[0-9]+\"", "\"resourceVersion\":\"RV\"")
                .replaceAll("ResourceVersion in record \\([0-9]+\\)", "ResourceVersion in record (RV)")
                .replaceAll("[0-9-]{10}T[0-9:.]{8,15}Z", "TIME")
                .replaceAll("\"(127\\.21|10\\.96)\\.[0-9]+\\.[0-9]+\"", "\"IP\"")
                .replaceAll("(\\W)3[0-2][0-9]{3}([,}])", "$130000$2");
        return ordered(JsonValue.parse(text));
    }

    /** Lists whose order the API leaves open, in one order. */
    private static JsonValue ordered(JsonValue value) {
        if (value instanceof JsonObject object) {
            var members = new LinkedHashMap<String, JsonValue>();
            object.members().forEach((name, member) -> {
                var ordered = ordered(member);
                var open = List.of("causes", "managedFields").contains(name) && ordered instanceof JsonArray;
                members.put(name, open ? sorted((JsonArray) ordered) : ordered);
            });
            return new JsonObject(members);
        }
        return value instanceof JsonArray array ? array.map(Conversation::ordered) : value;
    }

    private static JsonArray sorted(JsonArray array) {
        return new JsonArray(
                array.stream().sorted(Comparator.comparing(JsonValue::toJson)).toList());
    }
}

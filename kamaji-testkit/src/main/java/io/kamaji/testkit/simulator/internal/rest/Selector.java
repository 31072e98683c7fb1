package io.kamaji.testkit.simulator.internal.rest;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Label and field selectors of lists and watches. Stateless and thread-safe. */
final class Selector {
    private static final Pattern IN = Pattern.compile("([^\\s!=,()]+)\\s+(in|notin)\\s*\\(([^)]*)\\)");
    private static final Pattern EQUAL = Pattern.compile("([^\\s!=,()]+)\\s*(==|=|!=)\\s*([^\\s!=,()]*)");
    private static final Pattern EXISTS = Pattern.compile("(!?)\\s*([^\\s!=,()]+)");
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "Pod",
                    Set.of(
                            "spec.nodeName",
                            "spec.restartPolicy",
                            "spec.schedulerName",
                            "spec.serviceAccountName",
                            "spec.hostNetwork",
                            "status.phase",
                            "status.podIP",
                            "status.nominatedNodeName"),
            "Secret", Set.of("type"),
            "Namespace", Set.of("status.phase"),
            "Node", Set.of("spec.unschedulable"),
            "Service", Set.of("spec.clusterIP", "spec.type"),
            "Event",
                    Set.of(
                            "involvedObject.kind",
                            "involvedObject.namespace",
                            "involvedObject.name",
                            "involvedObject.uid",
                            "reason",
                            "type",
                            "source"));

    private Selector() {}

    /** Objects whose labels fulfil all requirements. */
    static Predicate<JsonObject> labels(String selector) {
        Predicate<Map<String, String>> all = labels -> true;
        for (var requirement : split(selector)) {
            all = all.and(requirement(requirement));
        }
        var whole = all;
        return object -> whole.test(object.texts("metadata", "labels"));
    }

    private static Predicate<Map<String, String>> requirement(String text) {
        var in = IN.matcher(text);
        if (in.matches()) {
            var key = in.group(1);
            var values = Set.copyOf(List.of(in.group(3).trim().split("\\s*,\\s*")).stream()
                    .distinct()
                    .toList());
            return in.group(2).equals("in")
                    ? labels -> labels.containsKey(key) && values.contains(labels.get(key))
                    : labels -> !labels.containsKey(key) || !values.contains(labels.get(key));
        }
        var equal = EQUAL.matcher(text);
        if (equal.matches()) {
            var key = equal.group(1);
            var value = equal.group(3);
            return equal.group(2).equals("!=")
                    ? labels -> !value.equals(labels.get(key))
                    : labels -> value.equals(labels.get(key));
        }
        var exists = EXISTS.matcher(text);
        if (exists.matches()) {
            var key = exists.group(2);
            return exists.group(1).isEmpty() ? labels -> labels.containsKey(key) : labels -> !labels.containsKey(key);
        }
        throw ApiError.badRequest("unable to parse requirement: " + text);
    }

    /** Objects whose fields fulfil all requirements; only the fields that the API indexes. */
    static Predicate<JsonObject> fields(String selector, String kind) {
        Predicate<JsonObject> all = object -> true;
        for (var requirement : split(selector)) {
            var equal = EQUAL.matcher(requirement);
            if (!equal.matches()) {
                throw ApiError.badRequest(
                        "invalid selector: '" + requirement + "'; can't understand '" + requirement + "'");
            }
            var field = equal.group(1);
            if (!Set.of("metadata.name", "metadata.namespace").contains(field)
                    && !FIELDS.getOrDefault(kind, Set.of()).contains(field)) {
                throw ApiError.badRequest("field label not supported: " + field);
            }
            var path = field.split("\\.");
            var negated = equal.group(2).equals("!=");
            var value = equal.group(3);
            all = all.and(object -> negated != value.equals(text(object, path)));
        }
        return all;
    }

    private static String text(JsonObject object, String... path) {
        return object.get(path)
                .map(value -> value.asText().orElseGet(value::toJson))
                .orElse("");
    }

    /** At commas that stand in no parentheses. */
    private static List<String> split(String selector) {
        var parts = new ArrayList<String>();
        int depth = 0;
        var part = new StringBuilder();
        for (char c : (selector + ",").toCharArray()) {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                if (!part.toString().isBlank()) {
                    parts.add(part.toString().trim());
                }
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        return parts;
    }

    /** What clients get that ask for metadata only. */
    static JsonObject metadataOf(JsonObject object) {
        return JsonObject.of(
                "kind",
                "PartialObjectMetadata",
                "apiVersion",
                "meta.k8s.io/v1",
                "metadata",
                object.get("metadata").orElse(JsonValue.NULL));
    }
}

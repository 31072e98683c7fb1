package io.kamaji.testkit.simulator.internal.admission;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The rules of pod specs: names, images, mounts of volumes that exist. Stateless. */
final class PodRules {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

    private PodRules() {}

    static List<Problem> check(JsonObject spec, String at) {
        var problems = new ArrayList<Problem>();
        var volumes = names(spec, "volumes", at + ".volumes", problems, new HashSet<>());
        if (spec.array("containers").isEmpty()) {
            problems.add(Problem.required(at + ".containers", ""));
        }
        var names = new HashSet<String>();
        for (var list : List.of("containers", "initContainers")) {
            names(spec, list, at + "." + list, problems, names);
            var containers = spec.array(list);
            for (int i = 0; i < containers.size(); i++) {
                var container = containers.get(i).asObject().orElse(JsonObject.EMPTY);
                container(container, at + "." + list + "[" + i + "]", volumes, problems);
            }
        }
        return problems;
    }

    private static Set<String> names(
            JsonObject spec, String list, String at, List<Problem> problems, Set<String> seen) {
        var items = spec.array(list);
        for (int i = 0; i < items.size(); i++) {
            var name = items.get(i)
                    .asObject()
                    .orElse(JsonObject.EMPTY)
                    .text("name")
                    .orElse("");
            var field = at + "[" + i + "].name";
            var value = JsonValue.of(name).toJson();
            if (name.isEmpty()) {
                problems.add(Problem.required(field, ""));
            } else if (!LABEL.matcher(name).matches() || name.length() > 63) {
                problems.add(Problem.invalid(
                        field,
                        value,
                        "a lowercase RFC 1123 label must consist of lower case alphanumeric"
                                + " characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc',"
                                + " regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"));
            } else if (!seen.add(name)) {
                problems.add(new Problem("FieldValueDuplicate", "Duplicate value: " + value, field));
            }
        }
        return seen;
    }

    private static void container(JsonObject container, String at, Set<String> volumes, List<Problem> problems) {
        if (container.text("image").isEmpty()) {
            problems.add(Problem.required(at + ".image", ""));
        }
        var mounts = container.array("volumeMounts").objects().toList();
        var paths = new HashSet<String>();
        for (int i = 0; i < mounts.size(); i++) {
            var name = mounts.get(i).text("name").orElse("");
            var path = mounts.get(i).text("mountPath").orElse("");
            if (!volumes.contains(name)) {
                problems.add(new Problem(
                        "FieldValueNotFound",
                        "Not found: " + JsonValue.of(name).toJson(),
                        at + ".volumeMounts[" + i + "].name"));
            }
            if (!paths.add(path)) {
                problems.add(Problem.invalid(
                        at + ".volumeMounts[" + i + "].mountPath",
                        JsonValue.of(path).toJson(),
                        "must be unique"));
            }
        }
        for (var probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            var given = container.object(probe);
            var handlers = given.members().keySet().stream()
                    .filter(Set.of("httpGet", "tcpSocket", "exec", "grpc")::contains)
                    .collect(Collectors.toSet());
            if (!given.isEmpty() && handlers.isEmpty()) {
                problems.add(Problem.required(at + "." + probe, "must specify a handler type"));
            }
        }
    }
}

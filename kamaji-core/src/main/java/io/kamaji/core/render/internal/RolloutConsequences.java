package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Consequence.Kind;
import io.kamaji.core.component.Consequence.Rule;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.FieldDiff;
import io.kamaji.core.manifest.FieldPath;
import io.kamaji.core.manifest.ResourceTypes;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** What follows from the change of a Deployment: which pods are replaced, why, and whether anything answers meanwhile. */
final class RolloutConsequences {
    static final List<Rule> RULES = List.of(
            on(Kind.ROLLOUT, (fields, body) -> isRecreate(body) ? Optional.empty() : rolls(fields, body)),
            on(Kind.DOWNTIME, (fields, body) -> isRecreate(body) ? rolls(fields, body) : Optional.empty()),
            on(Kind.ROLLOUT, (fields, body) -> scales(fields)),
            Rule.of(Action.DELETE, ResourceTypes.DEPLOYMENT, Kind.DOWNTIME, "stops the control plane"));

    private RolloutConsequences() {}

    private static Rule on(Kind kind, BiFunction<List<FieldDiff>, JsonObject, Optional<String>> text) {
        return new Rule(Action.UPDATE, ResourceTypes.DEPLOYMENT, kind, (ref, fields, body) -> text.apply(fields, body));
    }

    private static boolean isRecreate(JsonObject body) {
        return body.text("spec", "strategy", "type").equals(Optional.of("Recreate"));
    }

    private static Optional<String> rolls(List<FieldDiff> fields, JsonObject body) {
        var template = fields.stream()
                .filter(diff -> FieldPath.isUnder(diff.path(), "spec.template"))
                .toList();
        long pods = body.number("spec", "replicas").orElse(1L);
        if (template.isEmpty() || pods == 0) {
            return Optional.empty();
        }
        var why = template.stream().map(RolloutConsequences::reason).distinct().collect(Collectors.joining(", "));
        return Optional.of(
                isRecreate(body)
                        ? "stops the control plane while its pod is replaced (" + why + ")"
                        : "rolls " + pods(pods) + " (" + why + ")");
    }

    private static String pods(long count) {
        return count == 1 ? "1 pod" : count + " pods";
    }

    private static String reason(FieldDiff diff) {
        var below = diff.path().substring("spec.template".length());
        var container = below.replaceFirst("^\\.spec\\.(?:init)?[cC]ontainers\\[([^]]+)].*$", "$1");
        if (container.equals(below)) {
            return below.startsWith(".metadata.annotations") || below.startsWith(".metadata.labels")
                    ? "what it mounts, or its metadata"
                    : below.substring(1).replaceFirst("^spec\\.", "");
        }
        var field = below.substring(below.indexOf(container) + container.length() + 1);
        if (field.equals(".image")) {
            return container + " image " + versions(diff);
        }
        return field.isEmpty()
                ? container + (diff.before().isEmpty() ? " added" : diff.after().isEmpty() ? " removed" : " changed")
                : container + " "
                        + (field.startsWith(".args") || field.startsWith(".command")
                                ? "flags"
                                : field.substring(1).replaceFirst("[.\\[].*", ""));
    }

    private static String versions(FieldDiff diff) {
        var before = diff.before().orElse("");
        var after = diff.after().orElse("");
        int a = before.lastIndexOf(':') + 1;
        int b = after.lastIndexOf(':') + 1;
        return a == b && before.substring(0, a).equals(after.substring(0, b))
                ? before.substring(a) + " → " + after.substring(b)
                : before + " → " + after;
    }

    private static Optional<String> scales(List<FieldDiff> fields) {
        return fields.stream()
                .filter(diff -> diff.path().equals("spec.replicas"))
                .findFirst()
                .map(diff -> diff.after().equals(Optional.of("0"))
                        ? "puts the control plane to sleep: its API does not answer"
                        : "scales the control plane from " + diff.before().orElse("1") + " to "
                                + diff.after().orElse("1") + " pods");
    }
}

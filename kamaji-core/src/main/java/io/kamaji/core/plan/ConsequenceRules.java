package io.kamaji.core.plan;

import io.kamaji.core.component.Consequence;
import io.kamaji.core.component.Consequence.Kind;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.FieldDiff;
import io.kamaji.core.manifest.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What follows from the change of an object: one rule a line. */
final class ConsequenceRules {
    private static final String LIMIT = "ValidatingAdmissionPolicy";

    private record Rule(Action action, String kind, Kind sort, Function<Change, Optional<String>> text) {}

    private static final List<Rule> RULES = List.of(
            new Rule(
                    Action.UPDATE,
                    "Deployment",
                    Kind.ROLLOUT,
                    change -> isRecreate(change) ? Optional.empty() : rolls(change)),
            new Rule(
                    Action.UPDATE,
                    "Deployment",
                    Kind.DOWNTIME,
                    change -> isRecreate(change) ? rolls(change) : Optional.empty()),
            new Rule(Action.UPDATE, "Deployment", Kind.ROLLOUT, ConsequenceRules::scales),
            new Rule(Action.DELETE, "Deployment", Kind.DOWNTIME, always("stops the control plane")),
            new Rule(
                    Action.UPDATE,
                    "Secret",
                    Kind.CREDENTIAL,
                    when(
                            "-ca",
                            path -> path.equals("data[ca.crt]"),
                            "replaces the certificate authority: every node must join again, and every kubeconfig that was handed out stops working")),
            new Rule(
                    Action.UPDATE,
                    "Secret",
                    Kind.CREDENTIAL,
                    when(
                            "-sa-certificate",
                            path -> path.equals("data[sa.key]"),
                            "replaces the key of service accounts: the tenant's pods need new tokens")),
            new Rule(
                    Action.UPDATE,
                    "Secret",
                    Kind.CREDENTIAL,
                    when(
                            "-admin-kubeconfig",
                            path -> path.startsWith("data["),
                            "changes the admin kubeconfig: hand it out again")),
            new Rule(Action.UPDATE, "Service", Kind.ADDRESS, ConsequenceRules::moves),
            new Rule(Action.DELETE, "Service", Kind.ADDRESS, always("takes the tenant's address away")),
            new Rule(
                    Action.DELETE,
                    "PersistentVolumeClaim",
                    Kind.DATA_LOSS,
                    change -> Optional.of(
                            "deletes PersistentVolumeClaim " + change.ref().name() + ": loses all data on it")),
            new Rule(Action.DELETE, "ValidatingWebhookConfiguration", Kind.TAKEOVER, Remnants::consequence),
            new Rule(Action.CREATE, LIMIT, Kind.LIMIT, limit("refuses to the tenant's users: ")),
            new Rule(Action.UPDATE, LIMIT, Kind.LIMIT, limit("refuses to the tenant's users: ")),
            new Rule(Action.DELETE, LIMIT, Kind.LIMIT, limit("lets the tenant's users write again")));

    private ConsequenceRules() {}

    static Stream<Consequence> of(Change change) {
        return RULES.stream()
                .filter(rule -> rule.action() == change.action()
                        && rule.kind().equals(change.ref().kind()))
                .flatMap(rule -> rule.text().apply(change).stream()
                        .map(text -> new Consequence(rule.sort(), Optional.of(change.ref()), text)));
    }

    /** A certificate that was made for this plan. */
    static Consequence issued(String name, String reason) {
        return new Consequence(
                Kind.CREDENTIAL,
                Optional.empty(),
                reason.equals("missing")
                        ? "issues certificate " + name + " (missing)"
                        : "re-issues " + name + ": " + reason);
    }

    private static Function<Change, Optional<String>> always(String text) {
        return change -> Optional.of(text);
    }

    private static Function<Change, Optional<String>> when(String suffix, Predicate<String> path, String text) {
        return change -> change.ref().name().endsWith(suffix)
                        && !change.ref().name().endsWith("front-proxy" + suffix)
                        && change.fields().stream().map(FieldDiff::path).anyMatch(path)
                ? Optional.of(text)
                : Optional.empty();
    }

    private static Function<Change, Optional<String>> limit(String text) {
        return change -> Optional.of(change)
                .filter(limit -> limit.ref().name().equals(Ownership.WRITE_LIMIT))
                .map(limit -> text
                        + limit.manifest().map(ConsequenceRules::operations).orElse(""));
    }

    private static String operations(Manifest policy) {
        return policy.tree()
                .array("spec", "matchConstraints", "resourceRules")
                .objects()
                .limit(1)
                .flatMap(rule -> rule.array("operations").texts().stream())
                .collect(Collectors.joining(", "));
    }

    private static boolean isRecreate(Change change) {
        return change.body().text("spec", "strategy", "type").equals(Optional.of("Recreate"));
    }

    private static Optional<String> rolls(Change change) {
        var template = change.fields().stream()
                .filter(diff -> FieldPath.isUnder(diff.path(), "spec.template"))
                .toList();
        long pods = change.body().number("spec", "replicas").orElse(1L);
        if (template.isEmpty() || pods == 0) {
            return Optional.empty();
        }
        var why = template.stream().map(ConsequenceRules::reason).distinct().collect(Collectors.joining(", "));
        return Optional.of(
                isRecreate(change)
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

    private static Optional<String> scales(Change change) {
        return change.fields().stream()
                .filter(diff -> diff.path().equals("spec.replicas"))
                .findFirst()
                .map(diff -> diff.after().equals(Optional.of("0"))
                        ? "puts the control plane to sleep: its API does not answer"
                        : "scales the control plane from " + diff.before().orElse("1") + " to "
                                + diff.after().orElse("1") + " pods");
    }

    private static Optional<String> moves(Change change) {
        return change.fields().stream()
                .filter(diff -> diff.path().equals("spec.type")
                        || diff.path().equals("spec.clusterIP")
                        || diff.path().matches("spec\\.ports\\[[^]]*]\\.(port|nodePort)"))
                .findFirst()
                .map(diff -> "moves the tenant's API (" + diff + "): nodes and kubeconfigs must follow");
    }
}

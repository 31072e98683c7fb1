package io.kamaji.core.plan;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.component.Consequence;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.ResourceTypes;
import java.util.Collection;
import java.util.stream.Collectors;

/** A plan as text: the objects, the sum, what follows. */
final class PlanText {
    private static final int FIELDS = 40;

    private PlanText() {}

    static String of(Plan plan) {
        var text = new StringBuilder(title(plan.subject()) + "   (+ created  ~ changed  - deleted  . waits)\n");
        var width = plan.changes().stream()
                .mapToInt(change -> change.ref().kind().length())
                .max()
                .orElse(0);
        for (var target : io.kamaji.core.manifest.Target.values()) {
            var changes = plan.changes().stream()
                    .filter(change -> change.target() == target)
                    .toList();
            var shown = changes.stream()
                    .filter(change -> change.action() != Action.NONE)
                    .toList();
            if (!changes.isEmpty()) {
                text.append(
                        target == io.kamaji.core.manifest.Target.ADMIN ? "\nAdmin cluster\n" : "\nTenant cluster\n");
                shown.forEach(change -> object(text, change, width));
                if (shown.size() < changes.size()) {
                    text.append("    ").append(changes.size() - shown.size()).append(" unchanged\n");
                }
            }
        }
        text.append('\n').append(summary(plan)).append('\n');
        section(text, "Datastore", "+ ", plan.storeSteps());
        section(
                text,
                "Consequences",
                "* ",
                plan.consequences().stream().map(Consequence::text).toList());
        section(text, "Warnings", "! ", plan.warnings());
        return text.toString();
    }

    private static String title(ObjectRef subject) {
        return (ResourceTypes.TENANT_CONTROL_PLANE.is(subject) ? "Tenant control plane" : subject.kind()) + " "
                + subject.namespace().map(namespace -> namespace + "/").orElse("") + subject.name();
    }

    private static void object(StringBuilder text, Change change, int width) {
        var ref = change.ref();
        var line = "  %c %-" + Math.max(1, width) + "s  %s";
        text.append(line.formatted(
                change.action().sign(),
                ref.kind(),
                ref.namespace().map(ns -> ns + "/").orElse("") + ref.name()));
        if (!change.waitsFor().isEmpty()) {
            text.append("  waiting for ").append(String.join(", ", change.waitsFor()));
            text.append(change.manifest().isEmpty() ? ", then is deleted" : "");
        }
        text.append('\n');
        change.fields().stream()
                .limit(FIELDS)
                .forEach(diff -> text.append("        ").append(diff).append('\n'));
        if (change.fields().size() > FIELDS) {
            text.append("        and ").append(change.fields().size() - FIELDS).append(" more fields\n");
        }
    }

    private static void section(StringBuilder text, String title, String bullet, Collection<String> lines) {
        if (!lines.isEmpty()) {
            text.append('\n').append(title).append('\n');
            lines.forEach(line -> text.append("  ").append(bullet).append(line).append('\n'));
        }
    }

    static String summary(Plan plan) {
        var steps = plan.storeSteps().size();
        var waits = plan.waits();
        return "Plan: " + count(plan, Action.CREATE) + " to create, " + count(plan, Action.UPDATE) + " to change, "
                + count(plan, Action.DELETE) + " to delete"
                + (steps == 0 ? "" : "; " + steps + (steps == 1 ? " store step" : " store steps"))
                + (waits.isEmpty()
                        ? ""
                        : "; " + count(plan, Action.WAIT) + " waiting for "
                                + waits.stream().collect(Collectors.joining(", ")));
    }

    private static int count(Plan plan, Action action) {
        return plan.changes(action).size();
    }
}

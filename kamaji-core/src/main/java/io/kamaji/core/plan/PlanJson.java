package io.kamaji.core.plan;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Consequence;
import io.kamaji.core.manifest.FieldDiff;
import java.util.List;
import java.util.Locale;

/** A plan as JSON: no manifests, as they hold keys; Secrets' data as fingerprints. */
final class PlanJson {
    private PlanJson() {}

    static JsonObject of(Plan plan) {
        return JsonObject.of(
                "subject", ref(plan.subject()),
                "summary", plan.summary(),
                "changes", plan.changes().stream().map(PlanJson::change).toList(),
                "consequences",
                        plan.consequences().stream().map(PlanJson::consequence).toList(),
                "storeSteps", plan.storeSteps(),
                "warnings", plan.warnings(),
                "waitsFor", List.copyOf(plan.waits()));
    }

    private static JsonObject change(Change change) {
        var fields = change.fields().stream().map(PlanJson::field).toList();
        return JsonObject.of("action", change.action().name().toLowerCase(Locale.ROOT))
                .with("target", change.target().name().toLowerCase(Locale.ROOT))
                .with("object", ref(change.ref()))
                .with("component", change.component().isEmpty() ? null : change.component())
                .with("fields", fields.isEmpty() ? null : fields)
                .with("waitsFor", change.waitsFor().isEmpty() ? null : List.copyOf(change.waitsFor()));
    }

    private static JsonObject field(FieldDiff diff) {
        return JsonObject.of("path", diff.path(), "before", diff.before(), "after", diff.after());
    }

    private static JsonObject consequence(Consequence consequence) {
        return JsonObject.of(
                "kind", consequence.kind().name().toLowerCase(Locale.ROOT),
                "object", consequence.ref().map(PlanJson::ref),
                "text", consequence.text());
    }

    private static JsonObject ref(ObjectRef ref) {
        return JsonObject.of(
                "apiVersion", ref.apiVersion(), "kind", ref.kind(), "namespace", ref.namespace(), "name", ref.name());
    }
}

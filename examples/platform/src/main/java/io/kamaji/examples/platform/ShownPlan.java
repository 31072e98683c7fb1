package io.kamaji.examples.platform;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Consequence;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.FieldDiff;
import io.kamaji.core.manifest.Sha256;
import io.kamaji.core.plan.Change;
import io.kamaji.core.plan.Plan;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A plan as it is shown before it is done. Holds no key. Immutable.
 *
 * @param text for people, to be copied
 * @param consequences what follows for those who use the cluster, or its data; that credentials are issued is seen by the objects
 * @param objects what is written or waits; what stays as it is, is left out
 * @param key the same for as long as the same would happen to the same objects; new keys and names that are made by chance, which
 *     are others in each plan, are not in it
 */
record ShownPlan(
        String text,
        int creates,
        int changes,
        int deletes,
        int storeSteps,
        int waiting,
        List<String> warnings,
        List<String> consequences,
        List<Item> objects,
        String key) {

    record Item(
            String target,
            String action,
            String kind,
            String name,
            @Nullable String waitingFor) {}

    /**
     * A plan to be shown.
     *
     * @param subject of what was asked, and of which version of the tenant
     */
    static ShownPlan of(Plan plan, JsonObject subject) {
        var touched = plan.changes().stream()
                .filter(change -> change.action() != Action.NONE)
                .toList();
        return new ShownPlan(
                plan.toString(),
                plan.changes(Action.CREATE).size(),
                plan.changes(Action.UPDATE).size(),
                plan.changes(Action.DELETE).size(),
                plan.storeSteps().size(),
                plan.changes(Action.WAIT).size(),
                plan.warnings(),
                plan.consequences().stream()
                        .filter(consequence -> consequence.kind() != Consequence.Kind.CREDENTIAL)
                        .map(Consequence::text)
                        .toList(),
                touched.stream().map(ShownPlan::item).toList(),
                Sha256.hex(subject.with(
                                "changes", touched.stream().map(ShownPlan::fate).toList())
                        .with("storeSteps", plan.storeSteps().size())
                        .with("warnings", plan.warnings())
                        .toJson()));
    }

    private static Item item(Change change) {
        return new Item(
                text(change.target()),
                text(change.action()),
                change.ref().kind(),
                change.ref().name(),
                Optional.of(String.join(", ", change.waitsFor()))
                        .filter(waits -> !waits.isEmpty())
                        .map(waits -> change.manifest().isEmpty() ? waits + ", then is deleted" : waits)
                        .orElse(null));
    }

    private static JsonArray fate(Change change) {
        return JsonArray.of(
                text(change.target()),
                text(change.action()),
                change.ref().toString(),
                change.fields().stream().map(FieldDiff::path).toList().toString(),
                change.waitsFor().toString());
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}

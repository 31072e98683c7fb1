package io.kamaji.core.plan;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Consequence;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What has to be done so that a tenant's clusters say what was rendered, and what follows from it. A value: it may be
 * kept, shown and applied later, where it is refused if the cluster moved under it. It carries new keys; its text and
 * JSON forms show fingerprints only. Immutable and thread-safe.
 *
 * @param subject whose plan it is: a tenant, or a generator of kubeconfigs
 * @param changes one for each object, in the order in which they are applied, deletions last but for {@link Remnants}
 * @param storeSteps what the datastore's driver makes, in words
 * @param dryRuns how many requests it took to tell changes from mere differences in writing
 */
public record Plan(
        ObjectRef subject,
        List<Change> changes,
        List<Consequence> consequences,
        List<String> storeSteps,
        List<String> warnings,
        int dryRuns) {

    /** What the deletion of a volume claim waits for, unless loss of data is allowed. */
    public static final String CONSENT = "<consent to lose data>";

    public Plan {
        changes = List.copyOf(changes);
        consequences = List.copyOf(consequences);
        storeSteps = List.copyOf(storeSteps);
        warnings = List.copyOf(warnings);
    }

    /** The changes of one sort. */
    public List<Change> changes(Action action) {
        return changes.stream().filter(change -> change.action() == action).toList();
    }

    /** What happens to an object; empty if it is neither rendered nor ours. */
    public Optional<Change> change(Target target, ObjectRef ref) {
        return changes.stream()
                .filter(change -> change.target() == target && change.ref().equals(ref))
                .findFirst();
    }

    /** How many objects would be written or deleted now. */
    public int writes() {
        return (int) changes.stream().filter(change -> change.action().writes()).count();
    }

    /** Whether applying it does nothing now; something may still be waited for. */
    public boolean isEmpty() {
        return writes() == 0 && storeSteps.isEmpty();
    }

    /** What must happen before the rest can be done, sorted; empty if nothing. */
    public Set<String> waits() {
        var waits = new TreeSet<String>();
        changes.forEach(change -> waits.addAll(change.waitsFor()));
        return java.util.Collections.unmodifiableSet(waits);
    }

    /** {@code Plan: 15 to create, 0 to change, 0 to delete; 1 store step}. */
    public String summary() {
        return PlanText.summary(this);
    }

    /** The same in a form for machines: no manifests, Secrets as fingerprints. */
    public JsonObject toJson() {
        return PlanJson.of(this);
    }

    @Override
    public String toString() {
        return PlanText.of(this);
    }
}

package io.kamaji.core.apply;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.plan.Change;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What was done of a plan. Immutable.
 *
 * @param outcomes one for each change, in the order of the plan
 * @param storeEnsured whether the datastore's part was made
 * @param failure why the rest was not done; empty if all was
 */
public record ApplyReport(List<Outcome> outcomes, boolean storeEnsured, Optional<KamajiException> failure) {

    public ApplyReport {
        outcomes = List.copyOf(outcomes);
    }

    /** What became of one change. */
    public enum Effect {
        /** Created, changed or deleted. */
        WRITTEN,
        /** Nothing was to do. */
        UNCHANGED,
        /** It has to wait, as the plan said. */
        WAITING,
        /** The cluster does not serve or allow a kind that a tenant can do without. */
        TOLERATED,
        /** The request failed; a write that was not answered may have taken effect. */
        FAILED,
        /** Not tried, as something before it failed. */
        SKIPPED
    }

    /**
     * @param answered the object as the cluster answered it; empty unless it was created or changed
     * @param message what went wrong or is waited for; empty if nothing
     */
    public record Outcome(Change change, Effect result, Optional<JsonObject> answered, String message) {
        @Override
        public String toString() {
            return result + " " + change.action().sign() + " " + change.ref()
                    + (message.isEmpty() ? "" : ": " + message);
        }
    }

    /** How many writes took effect. */
    public int writes() {
        return (int) outcomes.stream()
                .filter(outcome -> outcome.result() == Effect.WRITTEN)
                .count();
    }

    /** The outcomes of one sort. */
    public List<Outcome> outcomes(Effect result) {
        return outcomes.stream().filter(outcome -> outcome.result() == result).toList();
    }

    /** The object as the cluster answered it in this apply; empty if it was not written. */
    public Optional<JsonObject> answered(Target target, ObjectRef ref) {
        return outcomes.stream()
                .filter(outcome -> outcome.change().target() == target
                        && outcome.change().ref().equals(ref))
                .findFirst()
                .flatMap(Outcome::answered);
    }

    /** Whether an object was deleted in this apply; it may be there still, on its way out. */
    public boolean deleted(Target target, ObjectRef ref) {
        return outcomes(Effect.WRITTEN).stream()
                .map(Outcome::change)
                .anyMatch(change -> change.action() == Action.DELETE
                        && change.target() == target
                        && change.ref().equals(ref));
    }

    /** When to try again without anyone doing anything; empty if all was done, or if someone has to do something. */
    public Optional<Duration> retryAfter() {
        return failure.flatMap(KamajiException::retryAfter);
    }

    /** This report, if nothing failed. */
    public ApplyReport orThrow() {
        failure.ifPresent(failed -> {
            throw failed;
        });
        return this;
    }
}

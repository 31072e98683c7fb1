package io.kamaji.core.access;

import io.kamaji.api.kubeconfig.KubeconfigGeneratorStatus;
import io.kamaji.core.apply.ApplyReport.Effect;
import io.kamaji.core.apply.ApplyReport.Outcome;
import io.kamaji.core.plan.Plan;
import java.util.List;

/**
 * What one pass over a generator planned, did and says. Immutable.
 *
 * @param plan a row for each Secret, deletions last
 * @param outcomes what became of them
 * @param status as it is to be written to the generator; a tenant that is listed in {@code errors} is to be tried again
 */
public record GeneratorPass(Plan plan, List<Outcome> outcomes, KubeconfigGeneratorStatus status) {

    public GeneratorPass {
        outcomes = List.copyOf(outcomes);
    }

    /** Whether every selected tenant has its kubeconfig, and nobody else has one. */
    public boolean isComplete() {
        return status.availableResources() == status.resources()
                && outcomes.stream().noneMatch(outcome -> outcome.result() == Effect.FAILED);
    }
}

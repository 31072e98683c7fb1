package io.kamaji.testkit.assertion;

import io.kamaji.core.component.Consequence;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.plan.Change;
import io.kamaji.core.plan.Plan;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;

/** Assertions on a plan; a failure shows the whole plan, without keys. */
public final class PlanAssert extends AbstractAssert<PlanAssert, Plan> {

    PlanAssert(Plan actual) {
        super(actual, PlanAssert.class);
    }

    /** Applying it would do nothing: no object written, no step at the store. */
    public PlanAssert writesNothing() {
        return must(Plan::isEmpty, "to write nothing");
    }

    /** At least one object of the kind is created. */
    public PlanAssert creates(String kind) {
        return has(Action.CREATE, kind);
    }

    /** At least one object of the kind is changed. */
    public PlanAssert updates(String kind) {
        return has(Action.UPDATE, kind);
    }

    /** At least one object of the kind is deleted. */
    public PlanAssert deletes(String kind) {
        return has(Action.DELETE, kind);
    }

    /** The object of this kind and name is created, changed, … */
    public PlanAssert has(Action action, String kind, String name) {
        return must(
                plan -> plan.changes(action).stream()
                        .map(Change::ref)
                        .anyMatch(ref -> ref.kind().equals(kind) && ref.name().equals(name)),
                "to have " + kind + " " + name + " " + action.word());
    }

    /** No object of the kind is created, changed or deleted. */
    public PlanAssert leavesAlone(String kind) {
        return must(
                plan -> plan.changes().stream()
                        .noneMatch(change ->
                                change.action().writes() && change.ref().kind().equals(kind)),
                "to leave every " + kind + " alone");
    }

    /** Pods are replaced. */
    public PlanAssert rollsPods() {
        return follows(Consequence.Kind.ROLLOUT);
    }

    /** No pod is replaced. */
    public PlanAssert rollsNoPods() {
        return must(plan -> !follows(plan, Consequence.Kind.ROLLOUT), "to roll no pods");
    }

    /** Something of this sort follows from it. */
    public PlanAssert follows(Consequence.Kind kind) {
        return must(plan -> follows(plan, kind), "to have a consequence " + kind);
    }

    public PlanAssert hasNoWarnings() {
        return must(plan -> plan.warnings().isEmpty(), "to have no warnings");
    }

    /** A warning has this text in it. */
    public PlanAssert warns(String part) {
        return must(plan -> plan.warnings().stream().anyMatch(text -> text.contains(part)), "to warn of: " + part);
    }

    private PlanAssert has(Action action, String kind) {
        return must(
                plan -> plan.changes(action).stream()
                        .anyMatch(change -> change.ref().kind().equals(kind)),
                "to have a " + kind + " " + action.word());
    }

    private static boolean follows(Plan plan, Consequence.Kind kind) {
        return plan.consequences().stream().anyMatch(consequence -> consequence.kind() == kind);
    }

    private PlanAssert must(Predicate<Plan> so, String what) {
        isNotNull();
        if (!so.test(actual)) {
            failWithMessage("Expected the plan %s, but it is:%n%s", what, actual);
        }
        return this;
    }
}

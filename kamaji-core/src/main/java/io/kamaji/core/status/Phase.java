package io.kamaji.core.status;

import java.util.List;

/** How a tenant is, in one word: {@code status.kubernetesResources.version.status} of the custom resource. */
public enum Phase {
    /** It was never ready. */
    PROVISIONING("Provisioning"),
    /** Its API answers, everything is up to date: a worker can join. */
    READY("Ready"),
    /** No pod of it is ready. */
    NOT_READY("NotReady"),
    /** Pods are being replaced; its API answers. */
    UPGRADING("Upgrading"),
    /** Its data is being moved to another datastore. */
    MIGRATING("Migrating"),
    /** Zero replicas, as asked for. */
    SLEEPING("Sleeping"),
    /** Its API answers, and is to refuse some writes; the conditions tell whether everything is up to date. */
    WRITE_LIMITED("WriteLimited"),
    /** It is being deleted; on the wire, which has no word for it, {@code NotReady}. */
    DELETING("NotReady"),
    /** The admin cluster did not answer, or some pods of a finished rollout are missing. */
    UNKNOWN("Unknown");

    private final String wire;

    Phase(String wire) {
        this.wire = wire;
    }

    /** As the custom resource has it: {@code NotReady}. */
    public String wire() {
        return wire;
    }

    /** The first that applies, in the order in which clients know them; "was never ready" is read from the Deployment. */
    static Phase of(PassFacts facts, List<Condition> conditions) {
        var found = facts.rollout();
        if (found.isEmpty()) {
            return PROVISIONING;
        }
        var rollout = found.get();
        var wasReady = rollout.changed() || rollout.finished();
        if (rollout.desired() == 0) {
            return SLEEPING;
        } else if (rollout.ready() > 0 && conditions.stream().anyMatch(c -> c.type() == ConditionType.WRITES_LIMITED)) {
            return WRITE_LIMITED;
        } else if (TenantStatus.holdNeeded(conditions)) {
            return READY;
        } else if (rollout.ready() == 0) {
            return wasReady ? NOT_READY : PROVISIONING;
        } else if (!rollout.finished()) {
            return rollout.changed() ? UPGRADING : PROVISIONING;
        }
        // pods are made only once the address is known: where it is not, it was lost
        return rollout.complete() && !rollout.changed() && facts.addressSettled() ? PROVISIONING : UNKNOWN;
    }
}

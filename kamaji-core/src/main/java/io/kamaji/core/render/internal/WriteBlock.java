package io.kamaji.core.render.internal;

import io.kamaji.api.tenant.TenantControlPlaneSpec;
import io.kamaji.api.tenant.WritePermissions;
import io.kamaji.core.component.TenantView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which writes of a tenant's users are refused, and why: what the spec asks for, and where the quota in the store is reached all that
 * may take more of it. Immutable.
 *
 * @param asked by {@code spec.writePermissions}
 * @param quota that is reached, in words
 */
record WriteBlock(List<Limit> asked, Optional<String> quota) {

    /** A permission that can be taken away. */
    enum Limit {
        CREATION("CREATE", "blockCreation", WritePermissions::blockCreation),
        UPDATE("UPDATE", "blockUpdate", WritePermissions::blockUpdate),
        DELETION("DELETE", "blockDeletion", WritePermissions::blockDeletion);

        private final String operation;
        private final String field;
        private final Function<WritePermissions, Optional<Boolean>> asked;

        Limit(String operation, String field, Function<WritePermissions, Optional<Boolean>> asked) {
            this.operation = operation;
            this.field = field;
            this.asked = asked;
        }

        /** As admission knows it. */
        String operation() {
            return operation;
        }
    }

    static WriteBlock of(TenantView tenant) {
        return new WriteBlock(asked(tenant.spec()), tenant.store().reachedQuota());
    }

    /** What a spec asks for. */
    static List<Limit> asked(TenantControlPlaneSpec spec) {
        return Stream.of(Limit.values())
                .filter(limit -> spec.writePermissions().flatMap(limit.asked).orElse(false))
                .toList();
    }

    /** All that is refused. */
    List<Limit> limits() {
        return Stream.of(Limit.values())
                .filter(limit -> asked.contains(limit) || quota.isPresent() && limit != Limit.DELETION)
                .toList();
    }

    /** Begins as the reference's, which is what clients know. */
    String message() {
        var blockers = new ArrayList<String>();
        if (!asked.isEmpty()) {
            blockers.add(asked.stream().map(limit -> limit.field).collect(Collectors.joining(", "))
                    + " of spec.writePermissions");
        }
        quota.ifPresent(reached -> blockers.add("the quota of " + reached + " in its store, which is reached"));
        var deletionsHelp = quota.isPresent() && !asked.contains(Limit.DELETION);
        return "the current Control Plane has limited write permissions, current changes are blocked by "
                + String.join(" and by ", blockers) + ": "
                + (deletionsHelp
                        ? "delete objects, deletions are let through, and writes come back by themselves; "
                        : "")
                + "removing this policy does not help, it is put back";
    }
}

package io.kamaji.core.operator;

import io.kamaji.api.TenantControlPlane;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/** The annotations of a tenant's {@code metadata} by which its users steer the operator, whatever the tenant's source. */
public final class Annotations {
    /**
     * Whatever its value, nothing is done about the tenant, a deletion included; a time ({@code 2026-03-01T06:00:00Z}) ends it.
     * The reference's own.
     */
    public static final String PAUSED = "kamaji.clastix.io/paused";

    /** {@code true}: a deletion waits until this is taken away. */
    public static final String DELETION_PROTECTION = "kamaji.clastix.io/deletion-protection";

    /**
     * {@code force}: what can't be deleted within its time is left behind, data in a store too; {@code orphan}: everything
     * stays, and only the tenant's record goes.
     */
    public static final String DELETION_POLICY = "kamaji.clastix.io/deletion-policy";

    /** Whatever its value, nothing is written but the status, which tells what would be (condition {@code Planned}). */
    public static final String PLAN_ONLY = "kamaji.clastix.io/plan-only";

    /** When steps that replace pods and that nobody asked for may be done: {@code Sat,Sun 02:00-04:30 Europe/Berlin}. */
    public static final String MAINTENANCE_WINDOW = "kamaji.clastix.io/maintenance-window";

    /**
     * On an operator's Lease, not on a tenant: how many tenants at a time a new version of the operator may render anew; as
     * {@link Operator#allowUpgrade}. Once it has, it can be taken away.
     */
    public static final String UPGRADE_AT_ONCE = "kamaji.clastix.io/upgrade-at-once";

    private Annotations() {}

    /** The value of one; empty if it is not there. */
    public static Optional<String> value(TenantControlPlane tenant, String key) {
        return Optional.ofNullable(
                tenant.metadata().annotations().orElse(Map.of()).get(key));
    }

    /** Until when a tenant is paused: {@link Instant#MAX} for good; empty if it is not. */
    public static Optional<Instant> pausedUntil(TenantControlPlane tenant, Instant now) {
        return value(tenant, PAUSED).map(Annotations::time).filter(now::isBefore);
    }

    private static Instant time(String value) {
        try {
            return Instant.parse(value.strip());
        } catch (DateTimeParseException e) {
            return Instant.MAX;
        }
    }

    static boolean isProtected(TenantControlPlane tenant) {
        return value(tenant, DELETION_PROTECTION).filter("true"::equals).isPresent();
    }

    static boolean hasPolicy(TenantControlPlane tenant, String policy) {
        return value(tenant, DELETION_POLICY).filter(policy::equals).isPresent();
    }
}

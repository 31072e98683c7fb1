package io.kamaji.core.operator;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.ObjectRef;
import io.kamaji.core.event.TenantFailed;
import io.kamaji.core.event.TenantForgotten;
import io.kamaji.core.event.TenantRefused;
import io.kamaji.core.event.TenantReported;
import io.kamaji.core.status.NextStep;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Tells sources and listeners how tenants are, and knows what was told last of each. Thread-safe. */
final class Told {
    private final TenantSource source;
    private final OperatorContext context;
    private final Map<ObjectRef, String> phases = new ConcurrentHashMap<>();

    Told(TenantSource source, OperatorContext context) {
        this.source = source;
        this.context = context;
    }

    /** Tells the listener, and the source if it is news. */
    NextStep tell(TenantWish wish, TenantReport report) {
        phases.put(wish.ref(), report.phase());
        context.settings()
                .listener()
                .accept(new TenantReported(
                        wish.ref(),
                        now(),
                        wish.tenant().toBuilder().status(report.wire()).build(),
                        wish.deleting(),
                        report.next() instanceof NextStep.Retry retry ? Optional.of(retry.why()) : Optional.empty()));
        if (!wish.tenant().status().equals(Optional.of(report.wire()))) {
            source.tell(wish, report);
            report.failure().ifPresent(failure -> announce(wish.ref(), failure));
        }
        return report.next();
    }

    /** Tells the listener alone, of what someone has to mend. */
    void announce(ObjectRef tenant, RuntimeException failure) {
        context.settings()
                .listener()
                .accept(
                        failure instanceof InvalidSpecException refusal
                                ? new TenantRefused(tenant, now(), refusal.violations())
                                : new TenantFailed(tenant, now(), String.valueOf(failure.getMessage())));
    }

    /** Nothing more is to be told of a tenant. */
    void forget(ObjectRef tenant) {
        if (phases.remove(tenant) != null) {
            context.settings().listener().accept(new TenantForgotten(tenant, now()));
        }
    }

    /** Of which tenants something was told. */
    Set<ObjectRef> tenants() {
        return Set.copyOf(phases.keySet());
    }

    /** How many tenants there are of each phase. */
    Map<String, Integer> byPhase() {
        var count = new TreeMap<String, Integer>();
        phases.values().forEach(phase -> count.merge(phase, 1, Integer::sum));
        return count;
    }

    private Instant now() {
        return context.settings().clock().instant();
    }
}

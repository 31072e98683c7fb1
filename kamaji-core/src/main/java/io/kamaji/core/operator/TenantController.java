package io.kamaji.core.operator;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.tenant.status.TenantControlPlaneStatus;
import io.kamaji.core.event.TenantFailed;
import io.kamaji.core.event.TenantForgotten;
import io.kamaji.core.event.TenantRefused;
import io.kamaji.core.event.TenantReported;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.status.Condition;
import io.kamaji.core.status.ConditionType;
import io.kamaji.core.status.NextStep;
import io.kamaji.core.status.Phase;
import io.kamaji.core.status.WireStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The passes over tenants: what their source and their annotations want is made, kept or taken away, and told back to the
 * source. Thread-safe.
 */
final class TenantController implements Controller {
    /** A refused spec is judged again: its datastore or the operator's settings may be others by then. */
    private static final Duration REFUSED = Duration.ofMinutes(1);

    private final TenantSource source;
    private final OperatorContext context;
    private final HealthSweep sweep;
    private final Map<ObjectRef, String> phases = new ConcurrentHashMap<>();

    TenantController(TenantSource source, OperatorContext context, HealthSweep sweep) {
        this.source = source;
        this.context = context;
        this.sweep = sweep;
    }

    @Override
    public ResourceType type() {
        return ResourceTypes.TENANT_CONTROL_PLANE;
    }

    @Override
    public Subscription watch(Consumer<ObjectRef> changed) {
        return source.watch(changed);
    }

    @Override
    public Collection<ObjectRef> all() {
        return source.tenants();
    }

    @Override
    public NextStep handle(ObjectRef key) {
        var wish = source.read(key);
        if (wish.isEmpty()) {
            forget(key);
            return NextStep.done();
        }
        return handle(wish.get());
    }

    private NextStep handle(TenantWish wish) {
        var until = Annotations.pausedUntil(wish.tenant(), now());
        if (until.isPresent()) {
            return paused(wish, until.get());
        }
        try {
            return wish.deleting() ? delete(wish) : reconcile(source.claim(wish));
        } catch (InvalidSpecException e) {
            var message = String.valueOf(e.getMessage());
            var next = NextStep.retryAfter(REFUSED, "another spec: " + message);
            tell(wish, report(wish, next, e, ConditionType.READY, "InvalidSpec", message));
            return next;
        } catch (LeaseLostException e) {
            throw e;
        } catch (KamajiException e) {
            tell(wish, report(wish, NextStep.done(), e, ConditionType.READY, "Failed", e.getMessage()));
            throw e;
        }
    }

    private NextStep reconcile(TenantWish wish) {
        if (wish.deleting()) {
            return handle(wish);
        }
        var pass = context.reconciler().reconcile(wish.tenant(), context.admin());
        if (pass.status().phase() == Phase.SLEEPING) {
            sweep.forget(wish.ref());
        } else if (pass.result().isDone()) {
            sweep.track(wish.ref());
        }
        return tell(wish, report(pass));
    }

    private NextStep delete(TenantWish wish) {
        sweep.forget(wish.ref());
        if (Annotations.isProtected(wish.tenant())) {
            var message = "protected: take away annotation " + Annotations.DELETION_PROTECTION;
            return tell(wish, report(wish, NextStep.done(), null, ConditionType.DELETED, "Protected", message));
        }
        var pass = context.reconciler().delete(wish.tenant(), context.admin());
        if (pass.result().isDone()) {
            source.gone(wish);
            forget(wish.ref());
            return NextStep.done();
        }
        return tell(wish, report(pass));
    }

    private NextStep paused(TenantWish wish, Instant until) {
        sweep.forget(wish.ref());
        var forGood = until.equals(Instant.MAX);
        var message = "by annotation " + Annotations.PAUSED + (forGood ? "" : " until " + until);
        var next =
                forGood ? NextStep.done() : NextStep.retryAfter(Duration.between(now(), until), "the end of the pause");
        var condition = new Condition(ConditionType.PAUSED, Optional.of(true), "Annotation", message, Optional.empty());
        return tell(wish, new TenantReport(with(wish, condition), next, Optional.empty(), Optional.empty()));
    }

    private static TenantReport report(Pass pass) {
        return new TenantReport(pass.wireStatus(), pass.result(), Optional.of(pass), Optional.empty());
    }

    /** Of a pass that was not made: a condition does not hold, the rest stays as it was. */
    private TenantReport report(
            TenantWish wish,
            NextStep next,
            @Nullable RuntimeException failure,
            ConditionType type,
            String reason,
            String message) {
        var condition = new Condition(type, Optional.of(false), reason, message, Optional.empty());
        return new TenantReport(with(wish, condition), next, Optional.empty(), Optional.ofNullable(failure));
    }

    private TenantControlPlaneStatus with(TenantWish wish, Condition... conditions) {
        var before = wish.tenant()
                .status()
                .orElseGet(() -> TenantControlPlaneStatus.builder().build());
        return WireStatus.with(before, wish.tenant(), List.of(conditions), now());
    }

    private NextStep tell(TenantWish wish, TenantReport report) {
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

    private void announce(ObjectRef tenant, RuntimeException failure) {
        context.settings()
                .listener()
                .accept(
                        failure instanceof InvalidSpecException refusal
                                ? new TenantRefused(tenant, now(), refusal.violations())
                                : new TenantFailed(tenant, now(), String.valueOf(failure.getMessage())));
    }

    private Instant now() {
        return context.settings().clock().instant();
    }

    /** How many tenants there are of each phase. */
    Map<String, Integer> byPhase() {
        var count = new TreeMap<String, Integer>();
        phases.values().forEach(phase -> count.merge(phase, 1, Integer::sum));
        return count;
    }

    /** Forgets those that another replica works on now. */
    void forget(Predicate<ObjectRef> which) {
        new ArrayList<>(phases.keySet()).stream().filter(which).forEach(this::forget);
    }

    private void forget(ObjectRef tenant) {
        sweep.forget(tenant);
        if (phases.remove(tenant) != null) {
            context.settings().listener().accept(new TenantForgotten(tenant, now()));
        }
    }
}

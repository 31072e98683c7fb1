package io.kamaji.core.operator;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.setting.Settings;
import io.kamaji.core.event.TenantFailed;
import io.kamaji.core.event.TenantForgotten;
import io.kamaji.core.event.TenantRefused;
import io.kamaji.core.event.TenantReported;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.reconcile.TenantReconciler;
import io.kamaji.core.status.ConditionType;
import io.kamaji.core.status.NextStep;
import io.kamaji.core.status.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The passes over tenants: what their source and their annotations want is made, kept or taken away, and told back to the
 * source. Thread-safe.
 */
final class TenantController implements Controller {
    private static final Logger LOG = LoggerFactory.getLogger(TenantController.class);

    /** A refused spec is judged again: its datastore or the operator's settings may be others by then. */
    private static final Duration REFUSED = Duration.ofMinutes(1);

    /** A move tells when it comes to a step; this is for the case that it does not. */
    private static final Duration MOVING = Duration.ofSeconds(30);

    private final TenantSource source;
    private final OperatorContext context;
    private final Sweeps sweeps;
    private final Moves moves;
    private final OperatorSettings.Steps steps;
    private final Waves waves;
    private final Departure departure;
    private final KubeletSkew skew;
    private final Reports reports;
    private final Map<ObjectRef, String> phases = new ConcurrentHashMap<>();

    TenantController(
            TenantSource source,
            OperatorContext context,
            Sweeps sweeps,
            Moves moves,
            OperatorSettings.Steps steps,
            Waves waves) {
        this.source = source;
        this.context = context;
        this.sweeps = sweeps;
        this.moves = moves;
        this.steps = steps;
        this.waves = waves;
        this.skew = new KubeletSkew(context);
        this.departure = new Departure(context, steps.stepDeadline());
        this.reports = new Reports(context.settings().clock());
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
            if (wish.deleting()) {
                return delete(wish);
            }
            var plan = Annotations.value(wish.tenant(), Annotations.PLAN_ONLY);
            return plan.isPresent() ? plan(wish, plan.get()) : reconcile(source.claim(wish));
        } catch (InvalidSpecException e) {
            var next = NextStep.retryAfter(REFUSED, "another spec: " + e.getMessage());
            return tell(wish, reports.failed(wish, next, "InvalidSpec", e));
        } catch (LeaseLostException e) {
            throw e;
        } catch (KamajiException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e; // the operator ends: nothing of the tenant is known by that
            }
            tell(wish, reports.failed(wish, NextStep.done(), "Failed", e));
            throw e;
        }
    }

    private NextStep paused(TenantWish wish, Instant until) {
        sweeps.pause(wish.ref());
        var forGood = until.equals(Instant.MAX);
        var message = "by annotation " + Annotations.PAUSED + (forGood ? "" : " until " + until);
        var next =
                forGood ? NextStep.done() : NextStep.retryAfter(Duration.between(now(), until), "the end of the pause");
        return tell(wish, reports.of(wish, next, ConditionType.PAUSED, true, "Annotation", message));
    }

    /** Plans once for each spec and value of the annotation: two plans differ in the keys that they would make. */
    private NextStep plan(TenantWish wish, String asked) {
        var head = "plan " + asked + " of generation "
                + wish.tenant().metadata().generation().map(String::valueOf).orElse("?") + ":";
        if (reports.isPlanned(wish, head)) {
            return NextStep.done();
        }
        return tell(wish, reports.planned(wish, head, context.reconciler().plan(wish.tenant(), context.admin())));
    }

    private NextStep reconcile(TenantWish wish) {
        if (wish.deleting()) {
            return handle(wish);
        }
        var moving = moves.of(wish.ref()).filter(Moves.Move::isRunning);
        if (moving.isPresent()) {
            return moving(wish, moving.get());
        }
        var journey = Journey.next(wish.tenant().asOf(now()), context.admin(), steps.release());
        if (journey.climbs()) {
            skew.require(journey.tenant());
        }
        var disturbance = new Disturbance(wish.tenant(), kind -> hold(wish.tenant(), kind));
        Pass pass;
        try {
            pass = context.reconciler().reconcile(journey.tenant(), context.admin(), disturbance);
        } catch (InvalidSpecException e) {
            if (moves.elsewhere(wish.tenant()).isEmpty()) {
                throw e;
            }
            return move(wish);
        }
        if (pass.status().phase() == Phase.MIGRATING) {
            return move(wish); // another process began it, and is gone
        }
        moves.forget(wish.ref());
        sweeps.passed(wish.ref(), pass);
        waves.over(
                wish.ref(),
                disturbance.held().isPresent(),
                pass.result().isDone() && pass.status().isReady());
        waves.waiting().forEach(context::wake);
        return tell(wish, report(wish, pass, journey, disturbance));
    }

    private TenantReport report(TenantWish wish, Pass pass, Journey journey, Disturbance disturbance) {
        if (journey.to().isPresent()) {
            var at = journey.tenant().spec().kubernetes().version();
            var next = pass.result().isDone()
                    ? NextStep.retryAfter(Duration.ZERO, "the hop after Kubernetes " + at)
                    : pass.result();
            return reports.underway(wish, pass, next, at, journey.to().get());
        }
        var window = disturbance.held().filter(Disturbance.Hold::untilWindow);
        if (window.isPresent()) {
            var why = window.get().why();
            var next = pass.result().isDone()
                    ? NextStep.retryAfter(window(wish.tenant()).orElseThrow().untilOpen(now()), why)
                    : pass.result();
            return reports.of(wish, pass, next, ConditionType.MAINTENANCE_DUE, true, "WaitsForWindow", why);
        }
        return reports.of(pass, untilItSleepsOrWakes(wish.tenant(), pass.result()));
    }

    /** Nothing but the clock tells that a tenant is to fall asleep or to wake. */
    private NextStep untilItSleepsOrWakes(TenantControlPlane tenant, NextStep next) {
        return tenant.setting(Settings.SLEEP_SCHEDULE)
                .filter(schedule -> next.isDone())
                .flatMap(schedule -> schedule.nextChange(now()))
                .map(at -> NextStep.retryAfter(Duration.between(now(), at), "the next turn of its sleep schedule"))
                .orElse(next);
    }

    private Optional<Disturbance.Hold> hold(TenantControlPlane tenant, Disturbance.Kind kind) {
        if (kind == Disturbance.Kind.OTHER) {
            return waves.hold(TenantReconciler.ref(tenant)).map(why -> new Disturbance.Hold(why, false));
        }
        return window(tenant)
                .filter(window -> !window.isOpen(now()))
                .map(window ->
                        new Disturbance.Hold("pods are to be replaced for new certificates within " + window, true));
    }

    private Optional<MaintenanceWindow> window(TenantControlPlane tenant) {
        try {
            return Annotations.value(tenant, Annotations.MAINTENANCE_WINDOW)
                    .map(MaintenanceWindow::parse)
                    .or(steps::window);
        } catch (IllegalArgumentException e) {
            LOG.warn("{}: {}", tenant.metadata().name().orElse("?"), e.getMessage());
            return steps.window();
        }
    }

    private NextStep moving(TenantWish wish, Moves.Move move) {
        if (!move.to().equals(wish.tenant().spec().dataStore().orElse(""))) {
            moves.cancel(wish.ref());
        }
        sweeps.pause(wish.ref());
        var next = NextStep.retryAfter(MOVING, "the move to datastore " + move.to() + ": " + move.step());
        return tell(wish, reports.moving(wish, next, "to datastore " + move.to() + ": " + move.step()));
    }

    /** Begins a move, or, while one that failed is not to be tried again, keeps the tenant where its data is. */
    private NextStep move(TenantWish wish) {
        var move = moves.move(wish);
        var old = moves.elsewhere(wish.tenant());
        if (move.failure().isEmpty() || old.isEmpty()) {
            return moving(wish, move);
        }
        var there = wish.tenant().toBuilder()
                .spec(spec -> spec.dataStore(old.get()))
                .build();
        var pass = context.reconciler().reconcile(there, context.admin());
        var again = NextStep.retryAfter(Duration.between(now(), move.again()), "another try of the move");
        var next = pass.result().isDone() ? again : pass.result();
        return tell(wish, reports.notMoved(wish, pass, next, move.failure().get()));
    }

    private NextStep delete(TenantWish wish) {
        var ref = wish.ref();
        sweeps.pause(ref);
        if (Annotations.isProtected(wish.tenant())) {
            var message = "protected: take away annotation " + Annotations.DELETION_PROTECTION;
            return tell(wish, reports.of(wish, NextStep.done(), ConditionType.DELETED, false, "Protected", message));
        }
        if (moves.isActive(ref::equals)) {
            moves.cancel(ref);
            return NextStep.retryAfter(Duration.ofSeconds(1), "the end of a move");
        }
        if (Annotations.hasPolicy(wish.tenant(), "orphan")) {
            departure.orphan(wish);
            return gone(wish);
        }
        var pass = context.reconciler().delete(wish.tenant(), context.admin());
        if (pass.result().isDone()) {
            return gone(wish);
        }
        var overdue = departure.overdue(ref, pass);
        if (overdue.isEmpty()) {
            return tell(wish, reports.of(pass));
        }
        if (!Annotations.hasPolicy(wish.tenant(), "force")) {
            return tell(
                    wish,
                    reports.of(wish, pass, pass.result(), ConditionType.DELETED, false, "Overdue", overdue.get()));
        }
        announce(ref, departure.left(wish, pass));
        return departure.leaveBehind(wish, pass)
                ? NextStep.retryAfter(Duration.ZERO, "the rest, but for what was left behind")
                : gone(wish);
    }

    private NextStep gone(TenantWish wish) {
        source.gone(wish);
        forget(wish.ref());
        return NextStep.done();
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
        List.copyOf(phases.keySet()).stream().filter(which).forEach(this::forget);
    }

    private void forget(ObjectRef tenant) {
        sweeps.forget(tenant);
        departure.forget(tenant);
        waves.forget(tenant);
        moves.forget(tenant);
        if (phases.remove(tenant) != null) {
            context.settings().listener().accept(new TenantForgotten(tenant, now()));
        }
    }
}

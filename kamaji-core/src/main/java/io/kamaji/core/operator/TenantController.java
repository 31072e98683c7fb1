package io.kamaji.core.operator;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.setting.Settings;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.reconcile.PassBoundary;
import io.kamaji.core.status.ConditionType;
import io.kamaji.core.status.NextStep;
import io.kamaji.core.status.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The passes over tenants: what their source and their annotations want is made, kept or taken away, and told back to the
 * source. Thread-safe.
 */
final class TenantController implements Controller {
    /** A refused spec is judged again: its datastore or the operator's settings may be others by then. */
    private static final Duration REFUSED = Duration.ofMinutes(1);

    private final TenantSource source;
    private final OperatorContext context;
    private final Sweeps sweeps;
    private final Moves moves;
    private final OperatorSettings.Steps steps;
    private final Holds holds;
    private final Waves waves;
    private final Departure departure;
    private final KubeletSkew skew;
    private final Reports reports;
    private final Told told;
    private final Relocation relocation;
    private final Deletion deletion;

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
        this.holds = new Holds(context, waves, steps.window());
        this.skew = new KubeletSkew(context);
        this.departure = new Departure(context, steps.stepDeadline());
        this.reports = new Reports(context.settings().clock());
        this.told = new Told(source, context);
        this.relocation = new Relocation(context, moves, holds, reports);
        this.deletion = new Deletion(context, moves, departure, reports, told, this::gone);
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
            return PassBoundary.within(wish.ref(), () -> step(wish));
        } catch (InvalidSpecException e) {
            var next = NextStep.retryAfter(REFUSED, "another spec: " + e.getMessage());
            return told.tell(wish, reports.failed(wish, next, "InvalidSpec", e));
        } catch (LeaseLostException e) {
            throw e;
        } catch (KamajiException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e; // the operator ends: nothing of the tenant is known by that
            }
            told.tell(wish, reports.failed(wish, NextStep.done(), "Failed", e));
            throw e;
        }
    }

    private NextStep step(TenantWish wish) {
        if (wish.deleting()) {
            sweeps.pause(wish.ref());
            return deletion.step(wish);
        }
        var plan = Annotations.value(wish.tenant(), Annotations.PLAN_ONLY);
        return plan.isPresent() ? plan(wish, plan.get()) : reconcile(source.claim(wish));
    }

    private NextStep paused(TenantWish wish, Instant until) {
        sweeps.pause(wish.ref());
        var forGood = until.equals(Instant.MAX);
        var message = "by annotation " + Annotations.PAUSED + (forGood ? "" : " until " + until);
        var next = forGood ? NextStep.done() : at(until, "the end of the pause");
        return told.tell(wish, reports.of(wish, next, ConditionType.PAUSED, true, "Annotation", message));
    }

    /** Plans once for each spec and value of the annotation: two plans differ in the keys that they would make. */
    private NextStep plan(TenantWish wish, String asked) {
        var head = "plan " + asked + " of generation "
                + wish.tenant().metadata().generation().map(String::valueOf).orElse("?") + ":";
        if (reports.isPlanned(wish, head)) {
            return NextStep.done();
        }
        return told.tell(wish, reports.planned(wish, head, context.reconciler().plan(wish.tenant(), context.admin())));
    }

    private NextStep reconcile(TenantWish wish) {
        if (wish.deleting()) {
            return handle(wish);
        }
        var moving = relocation.underway(wish);
        if (moving.isPresent()) {
            return moved(wish, moving.get());
        }
        var journey = Journey.next(wish.tenant().asOf(now()), context.admin(), steps.release());
        if (journey.climbs()) {
            skew.require(journey.tenant());
        }
        var disturbance = holds.of(wish.tenant());
        Pass pass;
        try {
            pass = context.reconciler().reconcile(journey.tenant(), context.admin(), disturbance);
        } catch (InvalidSpecException e) {
            return moved(wish, relocation.refused(wish, journey.tenant()).orElseThrow(() -> e));
        }
        if (pass.status().phase() == Phase.MIGRATING) {
            return moved(wish, relocation.waitedFor(wish, journey.tenant()).orElseGet(() -> reports.of(pass)));
        }
        if (pass.dueMove().isEmpty()) {
            moves.forget(wish.ref());
        }
        sweeps.passed(wish.ref(), pass);
        holds.over(wish.tenant(), disturbance, pass);
        return moved(wish, report(wish, pass, journey, disturbance));
    }

    /** Of a tenant that is being moved no pass is told. */
    private NextStep moved(TenantWish wish, TenantReport report) {
        if (report.pass().isEmpty()) {
            sweeps.pause(wish.ref());
        }
        return told.tell(wish, report);
    }

    private TenantReport report(TenantWish wish, Pass pass, Journey journey, Disturbance disturbance) {
        if (journey.to().isPresent()) {
            var at = journey.tenant().spec().kubernetes().version();
            var next = pass.result().isDone() && pass.status().phase() != Phase.SLEEPING
                    ? NextStep.retryAfter(Duration.ZERO, "the hop after Kubernetes " + at)
                    : next(wish.tenant(), pass, Optional.empty());
            return reports.underway(wish, pass, next, at, journey.to().get());
        }
        var next = next(wish.tenant(), pass, disturbance.held());
        if (pass.dueMove().isPresent()) {
            return relocation.after(wish, journey.tenant(), pass, pass.dueMove().get(), next);
        }
        var held = disturbance.held().filter(hold -> hold.until().isPresent());
        if (held.isPresent()) {
            var why = held.get().why();
            return reports.of(wish, pass, next, ConditionType.MAINTENANCE_DUE, true, "WaitsForWindow", why);
        }
        return reports.of(pass, next);
    }

    /** Nothing but the clock tells that a tenant is to fall asleep or to wake, or that a window opens. */
    private NextStep next(TenantControlPlane tenant, Pass pass, Optional<Disturbance.Hold> held) {
        if (!pass.result().isDone()) {
            return pass.result();
        }
        var turn = tenant.setting(Settings.SLEEP_SCHEDULE)
                .flatMap(schedule -> schedule.nextChange(now()))
                .map(at -> Map.entry(at, "the next turn of its sleep schedule"));
        var window = held.flatMap(hold -> hold.until().map(until -> Map.entry(until, hold.why())));
        return Stream.concat(turn.stream(), window.stream())
                .min(Map.Entry.comparingByKey())
                .map(first -> at(first.getKey(), first.getValue()))
                .orElse(pass.result());
    }

    private NextStep at(Instant time, String why) {
        return NextStep.retryAfter(Duration.between(now(), time), why);
    }

    private NextStep gone(TenantWish wish) {
        source.gone(wish);
        forget(wish.ref());
        return NextStep.done();
    }

    private Instant now() {
        return context.settings().clock().instant();
    }

    /** How many tenants there are of each phase. */
    Map<String, Integer> byPhase() {
        return told.byPhase();
    }

    /** Forgets those that another replica works on now. */
    void forget(Predicate<ObjectRef> which) {
        told.tenants().stream().filter(which).forEach(this::forget);
    }

    private void forget(ObjectRef tenant) {
        sweeps.forget(tenant);
        departure.forget(tenant);
        waves.forget(tenant);
        moves.forget(tenant);
        told.forget(tenant);
    }
}

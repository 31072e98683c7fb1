package io.kamaji.core.operator;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.core.event.TenantMeasured;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.core.operator.Rounds.Pace;
import io.kamaji.core.operator.Rounds.Stop;
import io.kamaji.core.operator.Rounds.Visited;
import io.kamaji.core.storage.DataStoreResolver;
import io.kamaji.core.storage.QuotaStanding;
import io.kamaji.core.storage.StoreUsages;
import io.kamaji.core.storage.StoreUsages.Measured;
import io.kamaji.core.storage.TenantPlace;
import io.kamaji.core.storage.TenantQuota;
import io.kamaji.datastore.Measurable;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Measures from time to time what each tenant takes in its store, where the store's driver can ({@link Measurable}), notes it in
 * {@link StoreUsages}, and has those passed over that stand otherwise to their quota by now. A tenant that sleeps is measured once,
 * one that is being moved not at all. Thread-safe.
 */
final class StoreSweep implements AutoCloseable {
    /** How many are measured at a time. */
    static final int AT_ONCE = 2;

    private static final double JITTER = 0.1;
    private static final Duration KNOWN = Duration.ofMinutes(1);

    private record Known(ResolvedDataStore store, Instant until) {}

    private final OperatorContext context;
    private final StoreUsages usages;
    private final Rounds<Object> rounds;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Map<ObjectRef, QuotaStanding> standings = new ConcurrentHashMap<>();

    StoreSweep(OperatorContext context, Duration interval, Executor workers) {
        this.context = context;
        usages = context.settings().storeUsages();
        var clock = context.settings().clock();
        rounds = new Rounds<>(new Rounds.Plan(interval, JITTER, clock, new Random(), workers, AT_ONCE), this::visit);
    }

    void start(ScheduledExecutorService timer) {
        rounds.start(timer);
    }

    /** Measures a tenant from now on. */
    void track(ObjectRef tenant, Optional<TenantQuota> quota) {
        note(tenant, quota);
        rounds.track(tenant);
    }

    /** Measures a tenant once, as it sleeps. */
    void rest(ObjectRef tenant, Optional<TenantQuota> quota) {
        note(tenant, quota);
        rounds.rest(tenant);
    }

    private void note(ObjectRef tenant, Optional<TenantQuota> quota) {
        quota.ifPresentOrElse(now -> standings.put(tenant, now.standing()), () -> standings.remove(tenant));
    }

    /** Measures a tenant no more until it is tracked; what was measured counts on. */
    void pause(ObjectRef tenant) {
        rounds.forget(tenant);
    }

    /** The tenant is gone, or another replica's. */
    void forget(ObjectRef tenant) {
        rounds.forget(tenant);
        standings.remove(tenant);
        usages.forget(tenant);
    }

    private Visited visit(Stop<Object> stop) {
        var began = now();
        Optional<String> dataStore = Optional.empty();
        try {
            var place = TenantPlace.current(
                    TenantObjects.of(stop.tenant()),
                    context.admin(),
                    context.settings().storage(),
                    this::store);
            dataStore = Optional.of(place.name());
            var usage = place.require(Measurable.class).usage(place.store(), place.tenant());
            keep(stop.tenant(), new Measured(place.name(), usage, now()));
            return visited(stop, began, dataStore, Optional.of(usage), Optional.empty());
        } catch (KamajiException | InvalidSpecException e) {
            dataStore.ifPresent(known::remove); // its credentials may be others by now
            return visited(stop, began, dataStore, Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** A datastore with its credentials, which many tenants of a minute share. */
    private ResolvedDataStore store(String name) {
        var store = known.get(name);
        if (store == null || !now().isBefore(store.until())) {
            var resolver = new DataStoreResolver(context.settings().storage(), context.admin());
            store = new Known(resolver.named(name), now().plus(KNOWN));
            known.put(name, store);
        }
        return store.store();
    }

    /** A tenant that was forgotten while it was measured stays forgotten. */
    private void keep(ObjectRef tenant, Measured measured) {
        usages.put(tenant, measured);
        if (!rounds.tracks(tenant)) {
            usages.forget(tenant);
        }
    }

    /** How the tenant stands to its quota by now; whoever stands otherwise than its last pass said is passed over. */
    private Pace judge(ObjectRef tenant, Usage usage) {
        var before = standings.get(tenant);
        if (before == null) {
            return Pace.STEADY;
        }
        var after = before.after(usage, now());
        if (!after.equals(before)) {
            context.wake(tenant);
        }
        return after.isReached() ? Pace.SOON : Pace.STEADY;
    }

    private Visited visited(
            Stop<Object> stop,
            Instant began,
            Optional<String> dataStore,
            Optional<Usage> usage,
            Optional<String> problem) {
        var ended = now();
        var event = new TenantMeasured(stop.tenant(), ended, Duration.between(began, ended), dataStore, usage, problem);
        return new Visited(
                usage.map(taken -> judge(stop.tenant(), taken)).orElse(Pace.SELDOM),
                () -> context.settings().listener().accept(event));
    }

    private Instant now() {
        return context.settings().clock().instant();
    }

    @Override
    public void close() {
        rounds.close();
    }
}

package io.kamaji.core.operator;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.core.event.TenantMeasured;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.core.operator.Rounds.Pace;
import io.kamaji.core.operator.Rounds.Stop;
import io.kamaji.core.operator.Rounds.Visited;
import io.kamaji.core.storage.StoreUsages;
import io.kamaji.core.storage.StoreUsages.Measured;
import io.kamaji.core.storage.TenantPlace;
import io.kamaji.datastore.Measurable;
import io.kamaji.datastore.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Measures from time to time what each tenant takes in its store, where the store's driver can ({@link Measurable}), and notes it
 * in {@link StoreUsages}. A tenant that sleeps is measured once, one that is being moved not at all. Thread-safe.
 */
final class StoreSweep implements AutoCloseable {
    private static final double JITTER = 0.1;
    static final int AT_ONCE = 2;

    private final OperatorContext context;
    private final StoreUsages usages;
    private final Rounds<Measured> rounds;

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
    void track(ObjectRef tenant) {
        rounds.track(tenant);
    }

    /** Measures a tenant once, as it sleeps. */
    void rest(ObjectRef tenant) {
        rounds.rest(tenant);
    }

    /** Measures a tenant no more until it is tracked; what was measured counts on. */
    void pause(ObjectRef tenant) {
        rounds.forget(tenant);
    }

    /** The tenant is gone, or another replica's. */
    void forget(ObjectRef tenant) {
        rounds.forget(tenant);
        usages.forget(tenant);
    }

    private Visited visit(Stop<Measured> stop) {
        var began = now();
        Optional<String> dataStore = Optional.empty();
        try {
            var place = TenantPlace.current(
                    TenantObjects.of(stop.tenant()),
                    context.admin(),
                    context.settings().storage());
            dataStore = Optional.of(place.name());
            var usage = place.require(Measurable.class).usage(place.store(), place.tenant());
            keep(stop.tenant(), new Measured(place.name(), usage, now()));
            return visited(stop, began, dataStore, Optional.of(usage), Optional.empty());
        } catch (KamajiException | InvalidSpecException e) {
            return visited(stop, began, dataStore, Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** A tenant that was forgotten while it was measured stays forgotten. */
    private void keep(ObjectRef tenant, Measured measured) {
        usages.put(tenant, measured);
        if (!rounds.tracks(tenant)) {
            usages.forget(tenant);
        }
    }

    private Visited visited(
            Stop<Measured> stop,
            Instant began,
            Optional<String> dataStore,
            Optional<Usage> usage,
            Optional<String> problem) {
        var ended = now();
        var event = new TenantMeasured(stop.tenant(), ended, Duration.between(began, ended), dataStore, usage, problem);
        return new Visited(
                usage.isPresent() ? Pace.STEADY : Pace.SELDOM,
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

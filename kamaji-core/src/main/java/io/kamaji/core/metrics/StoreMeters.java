package io.kamaji.core.metrics;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.tenant.status.TenantControlPlaneStatus;
import io.kamaji.core.event.TenantMeasured;
import io.kamaji.core.event.TenantReported;
import io.kamaji.core.status.ConditionType;
import io.kamaji.core.storage.StoreUsages;
import io.kamaji.core.storage.StoreUsages.Measured;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What tenants take in each datastore together, and how many have reached a limit of their quotas there. Thread-safe. */
final class StoreMeters {
    private static final Map<String, String> LIMITS = Map.of("SoftQuotaReached", "soft", "HardQuotaReached", "hard");

    private final MeterRegistry registry;
    private final StoreUsages usages = new StoreUsages();
    private final Map<ObjectRef, Reached> reached = new ConcurrentHashMap<>();
    private final Set<String> dataStores = ConcurrentHashMap.newKeySet();

    private record Reached(String dataStore, String limit) {}

    StoreMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void measured(TenantMeasured event) {
        if (event.dataStore().isPresent() && event.usage().isPresent()) {
            var name = event.dataStore().get();
            usages.put(event.tenant(), new Measured(name, event.usage().get(), event.at()));
            show(name);
        }
        Buckets.SHORT
                .timer("kamaji.store.measuring.duration", "How long it took to measure what a tenant takes")
                .tag("outcome", event.usage().isPresent() ? "measured" : "failed")
                .register(registry)
                .record(event.took());
    }

    void reported(TenantReported event) {
        var limit = event.now().status().flatMap(StoreMeters::limit);
        if (limit.isPresent()) {
            reached.put(event.tenant(), limit.get());
            show(limit.get().dataStore());
        } else {
            reached.remove(event.tenant());
        }
    }

    private static Optional<Reached> limit(TenantControlPlaneStatus status) {
        var dataStore =
                status.storage().flatMap(storage -> storage.dataStoreName()).orElse("");
        return status.conditions().orElse(List.of()).stream()
                .filter(condition ->
                        condition.text("type").equals(Optional.of(ConditionType.WITHIN_STORE_QUOTA.toString())))
                .flatMap(condition -> condition.text("reason").map(LIMITS::get).stream())
                .map(limit -> new Reached(dataStore, limit))
                .findFirst();
    }

    void forgotten(ObjectRef tenant) {
        usages.forget(tenant);
        reached.remove(tenant);
    }

    private void show(String dataStore) {
        if (!dataStores.add(dataStore)) {
            return;
        }
        sum(
                "kamaji.datastore.used",
                "bytes",
                "Bytes that tenants take, of those measured",
                dataStore,
                StoreUsages.Sum::bytes);
        sum(
                "kamaji.datastore.keys",
                null,
                "Keys that tenants have, of those measured",
                dataStore,
                StoreUsages.Sum::keys);
        sum(
                "kamaji.datastore.tenants.measured",
                null,
                "Tenants that were measured",
                dataStore,
                StoreUsages.Sum::tenants);
        for (var limit : LIMITS.values()) {
            Gauge.builder("kamaji.datastore.tenants.above.quota", () -> count(new Reached(dataStore, limit)))
                    .tags("datastore_name", dataStore, "limit", limit)
                    .description("Tenants that have reached a limit of their quota")
                    .register(registry);
        }
    }

    private void sum(
            String name,
            @Nullable String unit,
            String description,
            String dataStore,
            ToDoubleFunction<StoreUsages.Sum> value) {
        Gauge.builder(name, () -> value.applyAsDouble(usages.in(dataStore)))
                .tag("datastore_name", dataStore)
                .baseUnit(unit)
                .description(description)
                .register(registry);
    }

    private double count(Reached wanted) {
        return reached.values().stream().filter(wanted::equals).count();
    }
}

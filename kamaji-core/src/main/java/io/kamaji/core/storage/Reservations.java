package io.kamaji.core.storage;

import io.kamaji.api.ObjectRef;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Places in datastores that were given to tenants of which the cluster does not show it yet, so that tenants that are placed at the
 * same time are counted by each other. Known to this process only; each for ten minutes at most. Thread-safe.
 */
public final class Reservations {
    private static final long LONGEST = Duration.ofMinutes(10).toNanos();

    private record Tenant(String cluster, ObjectRef ref) {}

    private record Place(String dataStore, long since) {}

    private final LongSupplier nanos;
    private final AtomicReference<Map<Tenant, Place>> places = new AtomicReference<>(Map.of());

    public Reservations() {
        this(System::nanoTime);
    }

    Reservations(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Reserves a place. Nobody is kept from choosing meanwhile: who is overtaken chooses again, by the new numbers.
     *
     * @param cluster the admin cluster, as its tenants have names of their own
     * @param shown in which datastore the cluster shows each tenant
     * @param choice given how many places of each datastore others reserved, and which one this tenant did, if any
     */
    Optional<String> reserve(
            String cluster, ObjectRef ref, Map<ObjectRef, String> shown, Function<Reserved, Optional<String>> choice) {
        var tenant = new Tenant(cluster, ref);
        while (true) {
            var before = places.get();
            var after = stillOpen(before, cluster, shown);
            var own = Optional.ofNullable(after.remove(tenant)).map(Place::dataStore);
            var chosen = choice.apply(new Reserved(count(after, cluster), own));
            chosen.ifPresent(name -> after.put(tenant, new Place(name, nanos.getAsLong())));
            if (places.compareAndSet(before, after)) {
                return chosen;
            }
        }
    }

    /**
     * What is reserved.
     *
     * @param byOthers how many places, by the name of the datastore
     * @param own where the tenant itself has one
     */
    record Reserved(Map<String, Long> byOthers, Optional<String> own) {}

    private Map<Tenant, Place> stillOpen(Map<Tenant, Place> before, String cluster, Map<ObjectRef, String> shown) {
        var now = nanos.getAsLong();
        var open = new LinkedHashMap<Tenant, Place>();
        before.forEach((tenant, place) -> {
            var isShown = tenant.cluster().equals(cluster) && place.dataStore().equals(shown.get(tenant.ref()));
            if (!isShown && now - place.since() < LONGEST) {
                open.put(tenant, place);
            }
        });
        return open;
    }

    private static Map<String, Long> count(Map<Tenant, Place> open, String cluster) {
        var counts = new HashMap<String, Long>();
        open.forEach((tenant, place) -> {
            if (tenant.cluster().equals(cluster)) {
                counts.merge(place.dataStore(), 1L, Long::sum);
            }
        });
        return counts;
    }

    @Override
    public String toString() {
        return "Reservations[" + places.get().size() + "]";
    }
}

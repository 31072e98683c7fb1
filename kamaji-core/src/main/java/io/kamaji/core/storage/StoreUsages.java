package io.kamaji.core.storage;

import io.kamaji.api.ObjectRef;
import io.kamaji.datastore.Usage;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What was last measured of the tenants of one admin cluster, by this process; who was not measured is not in it. Thread-safe. */
public final class StoreUsages {
    private final Map<ObjectRef, Measured> tenants = new ConcurrentHashMap<>();

    /**
     * What one tenant took.
     *
     * @param dataStore in which datastore
     */
    public record Measured(String dataStore, Usage usage, Instant at) {}

    /**
     * What the tenants of a datastore took together.
     *
     * @param tenants how many of them were measured
     */
    public record Sum(long tenants, long keys, long bytes) {
        /** Nobody was measured. */
        public static final Sum NONE = new Sum(0, 0, 0);

        private Sum plus(Usage usage) {
            return new Sum(tenants + 1, keys + usage.keys(), bytes + usage.bytes());
        }
    }

    /** Notes what a tenant takes, instead of what was noted before. */
    public void put(ObjectRef tenant, Measured measured) {
        tenants.put(tenant, measured);
    }

    /** What a tenant took; empty: it was not measured. */
    public Optional<Measured> of(ObjectRef tenant) {
        return Optional.ofNullable(tenants.get(tenant));
    }

    /** The same, if it was in that datastore. */
    public Optional<Usage> of(ObjectRef tenant, String dataStore) {
        return of(tenant)
                .filter(measured -> measured.dataStore().equals(dataStore))
                .map(Measured::usage);
    }

    /** The tenants of a datastore together. */
    public Sum in(String dataStore) {
        return byDataStore().getOrDefault(dataStore, Sum.NONE);
    }

    /** The tenants together, by the name of their datastore; those in which nobody was measured are missing. */
    public Map<String, Sum> byDataStore() {
        var sums = new TreeMap<String, Sum>();
        tenants.values()
                .forEach(measured -> sums.compute(
                        measured.dataStore(), (name, sum) -> (sum == null ? Sum.NONE : sum).plus(measured.usage())));
        return sums;
    }

    /** Forgets a tenant that is gone, or another process's. */
    public void forget(ObjectRef tenant) {
        tenants.remove(tenant);
    }

    @Override
    public String toString() {
        return "StoreUsages" + byDataStore();
    }
}

package io.kamaji.core.storage;

import io.kamaji.api.DataStore;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.manifest.Given;
import io.kamaji.core.observe.TenantObjects;
import java.util.Optional;

/**
 * That a tenant's state is not to stay in the datastore that it is in. Immutable.
 *
 * @param from where it is
 * @param to where it is to go; empty: that is still to be decided
 */
public record DueMove(String from, Optional<String> to, Cause cause) {

    /** Why it is not to stay. */
    public enum Cause {
        /** A move was begun, and is to be ended. */
        BEGUN("MoveBegun"),
        /** The spec names another datastore. */
        NAMED("Named"),
        /** The datastore drains, and the tenant was placed there. */
        DRAINS("DataStoreDrains"),
        /** The datastore drains, and the spec keeps the tenant there. */
        KEPT_BY_SPEC("KeptBySpec");

        private final String reason;

        Cause(String reason) {
            this.reason = reason;
        }

        /** In one word, as conditions have it: {@code DataStoreDrains}. */
        public String reason() {
            return reason;
        }
    }

    /** Of a tenant that a pass finds in a store, with the move that is open meanwhile. */
    static Optional<DueMove> of(TenantControlPlane tenant, DataStore store, Optional<MigrationRecord> open) {
        return open.map(DueMove::begun)
                .or(() -> Optional.of(store)
                        .filter(Placement::drains)
                        .flatMap(drains -> drains.metadata().name())
                        .map(name -> new DueMove(name, Optional.empty(), ofDrain(tenant))));
    }

    /** Of a tenant as the cluster shows it, be it that passes wait for a move of it or refuse it where it is. */
    public static Optional<DueMove> of(TenantControlPlane tenant, ClusterClient admin, StorageSettings settings) {
        var names = TenantObjects.of(tenant);
        var open = admin.get(names.migration()).map(MigrationRecord::parse).filter(MigrationRecord::open);
        var stored = admin.get(names.storageConfig()).flatMap(TenantAccounts::dataStore);
        var named = Given.text(tenant.spec().dataStore());
        if (named.isPresent() && stored.isPresent() && (open.isPresent() || !named.equals(stored))) {
            return Optional.of(new DueMove(stored.get(), named, Cause.NAMED));
        }
        var stores = new DataStoreResolver(settings, admin);
        return open.map(DueMove::begun)
                .or(() -> stored.filter(stores::drains)
                        .map(name -> new DueMove(name, Optional.empty(), ofDrain(tenant))));
    }

    private static DueMove begun(MigrationRecord record) {
        return new DueMove(record.from(), Optional.of(record.to()), Cause.BEGUN);
    }

    private static Cause ofDrain(TenantControlPlane tenant) {
        return Given.text(tenant.spec().dataStore()).isPresent() ? Cause.KEPT_BY_SPEC : Cause.DRAINS;
    }

    /** The same, decided. */
    public DueMove to(String dataStore) {
        return new DueMove(from, Optional.of(dataStore), cause);
    }

    /** Why, in a sentence. */
    public String why() {
        return switch (cause) {
            case BEGUN ->
                "the move from datastore " + from
                        + to.map(name -> " to " + name).orElse("") + " is to be ended";
            case NAMED -> "spec.dataStore names " + to.orElse("another datastore");
            case DRAINS -> "datastore " + from + " drains";
            case KEPT_BY_SPEC ->
                "datastore " + from + " drains, and the spec or the class of the tenant names it in"
                        + " spec.dataStore: name another there, or none";
        };
    }

    @Override
    public String toString() {
        return from + " -> " + to.orElse("?") + ", as " + why();
    }
}

package io.kamaji.testkit.laws;

import io.kamaji.api.DataStore;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.reconcile.TenantReconciler;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.datastore.Drivers;
import io.kamaji.datastore.etcd.EtcdDriver;
import io.kamaji.datastore.sqlite.SqliteDriver;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.FixedClock;
import io.kamaji.testkit.SeededRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * All that a tenant lives in, inside this JVM: an admin cluster, the tenant's API, datastores in memory and a clock; and a
 * record of every credential that was ever stored. Each pass is one of a new process.
 *
 * <p>Defaults: the clock stands at {@link #START}, tenants live in namespace {@link #NAMESPACE}, there is one datastore, {@code
 * embedded} on SQLite, Deployments become available at once, and the n-th process has the randomness of its number. etcd
 * datastores are held by {@link #store()}; the tenant's API is one for all tenants. Thread-safe.
 */
public final class TenantWorld implements AutoCloseable {
    /** Where the clock stands at first. */
    public static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    /** The namespace of the tenants. */
    public static final String NAMESPACE = "tenants";

    /** After so many passes without an end there is none. */
    private static final int PASSES = 20;

    private final FixedClock clock;
    private final ApiServerSimulator admin;
    private final ApiServerSimulator tenant;
    private final MemoryStore store;
    private final DataStore[] dataStores;
    private final CredentialLog credentials;
    private final Impatience impatience = new Impatience();
    private final AtomicInteger processes;

    private TenantWorld(Builder builder) {
        var moment = builder.moment;
        clock = FixedClock.at(moment.time());
        admin = builder.admin
                .apply(ApiServerSimulator.builder()
                        .clock(clock.withZone(ZoneOffset.UTC))
                        .namespaces(NAMESPACE)
                        .addressBase(20) // worlds are held against each other, and nothing listens there
                        .deploymentsBecomeAvailable(Duration.ZERO))
                .from(moment.admin())
                .start();
        tenant = builder.tenant
                .apply(ApiServerSimulator.builder()
                        .clock(clock.withZone(ZoneOffset.UTC))
                        .addressBase(40))
                .from(moment.tenant())
                .start();
        store = new MemoryStore(new EtcdDriver()).from(moment.stored());
        dataStores = builder.dataStores.toArray(DataStore[]::new);
        processes = new AtomicInteger(moment.processes());
        credentials = new CredentialLog(admin, moment.credentials());
    }

    /** A world with all defaults. */
    public static TenantWorld start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The admin cluster: its objects, faults and requests. */
    public ApiServerSimulator admin() {
        return admin;
    }

    /** The API of the tenants. */
    public ApiServerSimulator tenant() {
        return tenant;
    }

    /** The etcd datastores. */
    public MemoryStore store() {
        return store;
    }

    /** The time of both clusters and of all processes. */
    public FixedClock clock() {
        return clock;
    }

    /** Every credential that was stored. */
    public CredentialLog credentials() {
        return credentials;
    }

    /** All that the next pass can find. */
    public Moment moment() {
        return new Moment(
                clock.instant(),
                admin.objects(),
                tenant.objects(),
                store.tenants(),
                credentials.values(),
                processes.get());
    }

    /** All objects of both clusters as they are, modulo key material, versions and times. */
    public Map<String, JsonValue> objects() {
        return Likeness.of(admin.objects().in(NAMESPACE), tenant.objects());
    }

    /** Forgets what was asked of the clusters and which credentials there were before the present ones. */
    public void forget() {
        credentials.forget();
        admin.requests().reset();
        tenant.requests().reset();
    }

    /** The front door as a new process would open it. */
    public Kamaji connect() {
        return connect(settings -> settings);
    }

    /** The same with settings of one's own. */
    public Kamaji connect(UnaryOperator<ReconcilerSettings.Builder> change) {
        return connect(adminCluster(), change);
    }

    /** The same by another way to the admin cluster. */
    public Kamaji connect(AdminCluster cluster, UnaryOperator<ReconcilerSettings.Builder> change) {
        return Kamaji.connect(cluster, settings -> change.apply(settings(settings)));
    }

    /** How a new process reaches the admin cluster. */
    public AdminCluster adminCluster() {
        return impatience.cluster(admin);
    }

    /** The settings of a new process. */
    public ReconcilerSettings settings(UnaryOperator<ReconcilerSettings.Builder> change) {
        return change.apply(settings(ReconcilerSettings.builder())).build();
    }

    private ReconcilerSettings.Builder settings(ReconcilerSettings.Builder settings) {
        return settings.drivers(Drivers.of(store, new SqliteDriver()))
                .dataStores(DataStoreSource.of(dataStores))
                .clock(clock)
                .random(SeededRandom.of(processes.incrementAndGet()))
                .access((superAdmin, endpoints) -> impatience.cluster(tenant).connect());
    }

    /** Clients give up the n-th request from now to one of the two clusters, from 1 on, once its silence has begun. */
    void giveUp(ApiServerSimulator api, int n) {
        impatience.giveUp(api, n);
    }

    /** One pass. */
    public Pass pass(TenantControlPlane spec) {
        return pass(spec, settings -> settings);
    }

    /** One pass with settings of one's own. */
    public Pass pass(TenantControlPlane spec, UnaryOperator<ReconcilerSettings.Builder> change) {
        try (var kamaji = connect(change)) {
            return kamaji.tenant(spec).reconcile();
        } finally {
            credentials.note();
        }
    }

    /** Passes until one says done; at most 20. */
    public List<Pass> converge(TenantControlPlane spec) {
        return converge(spec, settings -> settings);
    }

    /** The same with settings of one's own. */
    public List<Pass> converge(TenantControlPlane spec, UnaryOperator<ReconcilerSettings.Builder> change) {
        var passes = new ArrayList<Pass>();
        while (passes.size() < PASSES) {
            passes.add(pass(spec, change));
            if (passes.get(passes.size() - 1).result().isDone()) {
                return passes;
            }
        }
        throw new AssertionError("not done after " + PASSES + " passes, the last one: " + passes.get(PASSES - 1));
    }

    /** One pass of a deletion. */
    public Pass deletePass(TenantControlPlane spec) {
        return deletePass(spec, settings -> settings);
    }

    private Pass deletePass(TenantControlPlane spec, UnaryOperator<ReconcilerSettings.Builder> change) {
        try (var client = adminCluster().connect()) {
            return TenantReconciler.create(settings(change)).delete(spec, client);
        } finally {
            credentials.note();
        }
    }

    /** Passes of a deletion until one says done; at most 20. */
    public void delete(TenantControlPlane spec) {
        delete(spec, settings -> settings);
    }

    /** The same with settings of one's own. */
    public void delete(TenantControlPlane spec, UnaryOperator<ReconcilerSettings.Builder> change) {
        for (int i = 0; i < PASSES; i++) {
            if (deletePass(spec, change).result().isDone()) {
                return;
            }
        }
        throw new AssertionError("not deleted after " + PASSES + " passes");
    }

    /** Ends both clusters; what they hold can still be looked at. */
    @Override
    public void close() {
        admin.close();
        tenant.close();
    }

    /** How to start a world; the defaults are those of the class. Not thread-safe. */
    public static final class Builder {
        private UnaryOperator<ApiServerSimulator.Builder> admin = simulator -> simulator;
        private UnaryOperator<ApiServerSimulator.Builder> tenant = simulator -> simulator;
        private List<DataStore> dataStores =
                List.of(DataStore.sqlite("embedded").build());
        private Moment moment = Moment.NOTHING;

        private Builder() {}

        /** Changes how the admin cluster is started. */
        public Builder admin(UnaryOperator<ApiServerSimulator.Builder> change) {
            admin = change;
            return this;
        }

        /** Changes how the tenants' API is started. */
        public Builder tenant(UnaryOperator<ApiServerSimulator.Builder> change) {
            tenant = change;
            return this;
        }

        /** The datastores that tenants can name: on etcd, held in memory, or SQLite. */
        public Builder dataStores(DataStore... stores) {
            dataStores = List.of(stores);
            return this;
        }

        /** Goes on from a moment of another world. */
        public Builder from(Moment value) {
            moment = value;
            return this;
        }

        public TenantWorld start() {
            return new TenantWorld(this);
        }
    }
}

package io.kamaji.datastore.sqlite;

import io.kamaji.api.DataStore;
import io.kamaji.api.datastore.SqliteSpec;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.Exportable;
import io.kamaji.datastore.KeyValueStore;
import io.kamaji.datastore.KineLauncher;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.StorageBinding.DataVolume;
import io.kamaji.datastore.StorageBinding.KineBinding;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.etcd.KineExport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tenant on its own SQLite file: a kine in the API server's pod, its file on a claim or an emptyDir.
 *
 * <p>Defaults: a claim of 1Gi of the admin cluster's default class. One pod at most, replaced and never rolled: two kines
 * on one file are unsupported. On an emptyDir a rollout loses all data, which the binding warns of. The store has nothing
 * to make or to delete: the file comes with the first start of kine and goes with the volume, which goes with the tenant.
 * Thread-safe, without state. Source: kine 0.17.5, driver sqlite, whose own defaults the parameters are.
 */
public final class SqliteDriver implements DataStoreDriver, Exportable {
    /** What {@code spec.driver} says. */
    public static final String NAME = "SQLite";

    private static final String EMPTY_DIR = "emptyDir";
    private static final String CLAIM = "persistentVolumeClaim";
    private static final String SIZE = "1Gi";
    // kine makes no folder for a file that is named: so it lies in the volume's root. Naming a file drops kine's
    // default
    // parameters: without the busy timeout and immediate transactions two writers meet SQLITE_BUSY.
    private static final String ENDPOINT = "sqlite://" + StorageBinding.KINE_DATA_FOLDER
            + "/state.db?_journal_mode=WAL&_busy_timeout=30000&_synchronous=NORMAL&_txlock=immediate&_stmt_cache_size=20&cache=shared";

    /** With the defaults. */
    public SqliteDriver() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public Credential credential() {
        return Credential.NONE;
    }

    @Override
    public List<Violation> validate(DataStore store) {
        var spec = store.spec();
        var found = new ArrayList<Violation>();
        spec.endpoints()
                .filter(list -> !list.isEmpty())
                .ifPresent(list -> found.add(new Violation(
                        "spec.endpoints",
                        JsonValue.of(list),
                        "SQLite has no endpoint: its file is beside the API server")));
        spec.basicAuth()
                .ifPresent(auth -> found.add(new Violation("spec.basicAuth", JsonValue.NULL, "SQLite has no users")));
        spec.tlsConfig()
                .ifPresent(tls -> found.add(
                        new Violation("spec.tlsConfig", JsonValue.NULL, "SQLite has no connection to protect")));
        spec.sqlite()
                .flatMap(SqliteSpec::volume)
                .filter(volume -> !List.of(EMPTY_DIR, CLAIM).contains(volume))
                .ifPresent(volume -> found.add(new Violation(
                        "spec.sqlite.volume", JsonValue.of(volume), "must be " + EMPTY_DIR + " or " + CLAIM)));
        return List.copyOf(found);
    }

    @Override
    public StorageBinding bind(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        var spec = store.store().spec().sqlite();
        boolean claim = !spec.flatMap(SqliteSpec::volume).equals(Optional.of(EMPTY_DIR));
        var volume = new DataVolume(
                claim,
                spec.flatMap(SqliteSpec::storageClassName),
                spec.flatMap(SqliteSpec::size).orElse(SIZE));
        Map<String, String> flags = new LinkedHashMap<>();
        flags.put("--etcd-servers", "unix:///uds/kine");
        flags.put("--etcd-prefix", tenant.keyPrefix());
        return StorageBinding.builder(flags)
                .kine(new KineBinding(ENDPOINT, Map.of(), Optional.of(volume)))
                .maxReplicas(1)
                .warnings(
                        claim
                                ? List.of()
                                : List.of("datastore " + store.name()
                                        + " keeps its file on an emptyDir: a rollout, an eviction or the loss of the pod"
                                        + " loses all data of the tenant"))
                .build();
    }

    @Override
    public List<String> inspect(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        return List.of();
    }

    @Override
    public void ensure(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
    }

    @Override
    public void drop(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
    }

    /** Nothing to ask: there is no server. */
    @Override
    public void check(ResolvedDataStore store) {}

    @Override
    public KeyValueStore open(ResolvedDataStore store, TenantAccount tenant, KineLauncher kine) {
        requireValid(tenant);
        return KineExport.open(this, store, tenant, kine);
    }
}

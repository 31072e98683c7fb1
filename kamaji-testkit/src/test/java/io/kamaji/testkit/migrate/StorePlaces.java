package io.kamaji.testkit.migrate;

import io.kamaji.api.DataStore;
import io.kamaji.testkit.Real;
import io.kamaji.testkit.datastore.EtcdServer;
import io.kamaji.testkit.datastore.LocalKine;
import io.kamaji.testkit.datastore.MariaDbServer;
import io.kamaji.testkit.datastore.NatsServer;
import io.kamaji.testkit.datastore.PostgresServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One real store of each kind that tenants can be moved between; SQLite is a file on the tenant's volume. */
final class StorePlaces implements AutoCloseable {
    private final List<AutoCloseable> servers = new ArrayList<>();
    private final Map<String, DataStore> stores = new LinkedHashMap<>();

    private StorePlaces() {}

    /** Starts them, or skips the test with the reason. */
    static StorePlaces start() {
        Real.skipUnless(LocalKine.unavailable());
        require(EtcdServer.available(), "no etcd and etcdctl: set KAMAJI_BINARIES");
        require(PostgresServer.available(), "no initdb and postgres on the PATH or in /usr/lib/postgresql");
        require(MariaDbServer.available(), "no mariadbd on the PATH or in /usr/sbin");
        require(NatsServer.available(), "no nats-server: set KAMAJI_BINARIES");
        var all = new StorePlaces();
        try {
            all.add("etcd", all.keep(EtcdServer.start()).dataStore());
            all.add("postgresql", all.keep(PostgresServer.start()).dataStore());
            all.add("mysql", all.keep(MariaDbServer.start()).dataStore());
            all.add("nats", all.keep(NatsServer.start()).dataStore());
            all.add("sqlite", DataStore.sqlite("sqlite").build());
            return all;
        } catch (RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private static void require(boolean available, String reason) {
        Real.skipUnless(available ? Optional.empty() : Optional.of(reason));
    }

    private <T extends AutoCloseable> T keep(T server) {
        servers.add(server);
        return server;
    }

    private void add(String name, DataStore store) {
        stores.put(name, store.toBuilder().metadata(m -> m.name(name)).build());
    }

    /** By name, which is the driver's in lower case. */
    Map<String, DataStore> stores() {
        return stores;
    }

    @Override
    public void close() {
        for (var server : servers) {
            try {
                server.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

package io.kamaji.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.DataStore;
import io.kamaji.api.json.JsonObject;
import io.kamaji.testkit.Real;
import io.kamaji.testkit.datastore.DataStoreServer;
import io.kamaji.testkit.datastore.EtcdServer;
import io.kamaji.testkit.datastore.MariaDbServer;
import io.kamaji.testkit.datastore.NatsServer;
import io.kamaji.testkit.datastore.PostgresServer;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tenants whose schema and user are the oddest that a spec may give on each kind of store, as processes: what the contract
 * of the drivers allows must go through the pod's arguments, variables, certificates and kube-apiserver too.
 */
class OddNamesIT {
    private static final String VERSION = "1.36.3";

    /** {@code $} begins what the kubelet expands, comma and plus what a name in a certificate is cut at. */
    private static final String ODD = " #a, +=b<>;$(id)$$x\"'`\\%2f&?@!~{|}";

    private static final String WIDE = ODD + "ä日🦊";
    private static final String LONG = WIDE + "x".repeat(190);

    /** A server of each kind, and what may be given there. */
    enum Store {
        ETCD(EtcdServer::available, EtcdServer::start, LONG + ": ", LONG + ":/ "),
        POSTGRESQL(PostgresServer::available, PostgresServer::start, WIDE + ": ", WIDE + ":/ "),
        MARIADB(MariaDbServer::available, MariaDbServer::start, ODD + ":", ODD + "/"),
        NATS(NatsServer::available, NatsServer::start, "A-_9", WIDE + ":/ ");

        private final BooleanSupplier available;
        private final Supplier<DataStoreServer> start;
        private final String schema;
        private final String user;

        Store(BooleanSupplier available, Supplier<DataStoreServer> start, String schema, String user) {
            this.available = available;
            this.start = start;
            this.schema = schema;
            this.user = user;
        }
    }

    @ParameterizedTest
    @EnumSource
    void tenant_oddSchemaAndUser_getsReady(Store store) {
        Real.skipUnless(RunningTenant.missing(VERSION, StoreKind.SQLITE));
        Real.skipUnless(store.available.getAsBoolean() ? Optional.empty() : Optional.of("no binaries of " + store));
        try (var server = store.start.get()) {
            runs(server.dataStore(), store.schema, store.user);
        }
    }

    @Test
    void tenant_oddSchemaAndUserOnSqlite_getsReady() {
        Real.skipUnless(RunningTenant.missing(VERSION, StoreKind.SQLITE));
        runs(DataStore.sqlite("embedded", sqlite -> sqlite.volume("emptyDir")).build(), LONG + ": ", LONG + ":/ ");
    }

    private static void runs(DataStore store, String schema, String user) {
        try (var tenant = RunningTenant.on(
                VERSION,
                store,
                base -> base.spec(spec -> spec.dataStoreSchema(schema).dataStoreUsername(user)))) {
            var written = tenant.tenant()
                    .client()
                    .create(JsonObject.parse(
                            "{apiVersion: v1, kind: ConfigMap, metadata: {name: written, namespace: default}}"));
            assertThat(written.text("metadata", "uid")).isPresent();
            var pod = tenant.node().pods().get(0).name();
            assertThat(tenant.node().argv(pod, "kube-apiserver").orElseThrow().started())
                    .contains("--etcd-prefix=/" + schema);
        }
    }
}

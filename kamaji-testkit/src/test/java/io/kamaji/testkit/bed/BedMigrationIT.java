package io.kamaji.testkit.bed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.grpc.Grpc;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.migrate.MigrationOptions;
import io.kamaji.core.migrate.PodKineLauncher;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.datastore.KineLauncher;
import io.kamaji.datastore.KineLauncher.ClientTls;
import io.kamaji.testkit.migrate.TenantContent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant of a real admin cluster moves between real stores, through a kine that runs there as a pod. */
class BedMigrationIT {
    private static final String NAMESPACE = "bed-migration-it";
    private static final String SQLITE = "sqlite-claim";
    private static final String ETCD = "etcd-bronze";
    private static final String POSTGRESQL = "postgresql-bronze";
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int OBJECTS = 100;

    private final Bed bed = Bed.require();
    private final DataStoreSource stores = DataStoreSource.of(
            DataStore.sqlite(
                            SQLITE,
                            sqlite -> sqlite.volume("persistentVolumeClaim").storageClassName(NAMESPACE))
                    .build(),
            DataStore.sqlite("sqlite-other").build(),
            DataStore.sqlite("sqlite-empty", sqlite -> sqlite.volume("emptyDir"))
                    .build(),
            bed.etcd(ETCD),
            bed.withPassword("PostgreSQL", POSTGRESQL));
    private ClusterClient admin;
    private Kamaji kamaji;
    private ObjectRef volume;

    @TempDir
    private Path folder;

    @BeforeEach
    void connect() {
        admin = bed.admin().connect();
        Bed.namespace(admin, NAMESPACE);
        kamaji = Kamaji.connect(bed.admin(), settings -> settings.dataStores(stores));
        kamaji.tenant(on(SQLITE)).delete(); // what a killed run left
        volume = Bed.volume(admin, NAMESPACE, folder);
    }

    @AfterEach
    void disconnect() {
        kamaji.tenant(on(SQLITE)).delete();
        admin.delete(volume, Preconditions.NONE);
        kamaji.close();
        admin.close();
    }

    private static TenantControlPlane on(String dataStore) {
        return TenantControlPlane.builder(NAMESPACE, "mover")
                .kubernetesVersion("1.36.3")
                .loadBalancer()
                .replicas(1)
                .dataStore(dataStore)
                .build();
    }

    @Test
    void migrate_byPodsOfKine_keepsAllObjectsAndLeavesNothing() throws IOException {
        kamaji.tenant(on(SQLITE)).await(LIMIT, pass -> {});
        var before = TenantContent.create(kamaji, on(SQLITE), OBJECTS);
        assertThatThrownBy(() -> kamaji.migrations().migrate(on(SQLITE), "sqlite-other", MigrationOptions.defaults()))
                .hasMessageContaining("the same claim");
        move(SQLITE, ETCD, before);
        move(ETCD, POSTGRESQL, before);
        exportAfterAKill();
        move(POSTGRESQL, SQLITE, before);
    }

    private void move(String from, String to, String content) {
        var start = System.nanoTime();
        var report = kamaji.migrations().migrate(on(from), to, MigrationOptions.defaults());
        System.out.printf("%s -> %s: %s; %.1f s in all%n", from, to, report, (System.nanoTime() - start) / 1e9);
        assertThat(TenantContent.of(kamaji, on(to)).equals(content))
                .as("the same content on %s", to)
                .isTrue();
        assertThat(kines()).as("after the move to %s", to).isEmpty();
    }

    private List<String> kines() {
        return Stream.of(ResourceTypes.POD, ResourceTypes.SECRET)
                .flatMap(type ->
                        admin.list(ListRequest.of(type, NAMESPACE, "kamaji.clastix.io/kine-of=mover")).items().stream())
                .map(object -> ObjectRef.of(object).toString())
                .toList();
    }

    /** The process that started the kine ends without closing it. */
    private void exportAfterAKill() throws IOException {
        var launcher = PodKineLauncher.create(
                admin, ReconcilerSettings.builder().dataStores(stores).build(), on(POSTGRESQL));
        var once = new ByteArrayOutputStream();
        kamaji.backups().export(on(POSTGRESQL), once, request -> {
            var running = launcher.launch(request);
            assertThatThrownBy(
                            () -> readAsNobody(running.address(), running.tls().orElseThrow()))
                    .isInstanceOf(StatusRuntimeException.class);
            return new Abandoned(running.address(), running.tls());
        });
        assertThat(kines()).hasSize(2);
        var again = new ByteArrayOutputStream();
        assertThat(kamaji.backups().export(on(POSTGRESQL), again).keys()).isGreaterThan(OBJECTS);
        assertThat(kines()).isEmpty();
    }

    /** Over the network of pods, without a client certificate. */
    private static void readAsNobody(String address, ClientTls tls) throws IOException {
        var trusted = new ByteArrayInputStream(tls.authorityPem().getBytes(StandardCharsets.US_ASCII));
        var channel = Grpc.newChannelBuilder(
                        "dns:///" + address,
                        TlsChannelCredentials.newBuilder().trustManager(trusted).build())
                .overrideAuthority(tls.host())
                .build();
        try {
            KVGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .range(RangeRequest.newBuilder()
                            .setKey(ByteString.copyFromUtf8("/"))
                            .build());
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void migrate_toAnEmptyDir_isRefusedBeforeAnythingIsWritten() {
        kamaji.tenant(on(ETCD)).await(LIMIT, pass -> {});
        var before = Instant.now();
        assertThatThrownBy(() -> kamaji.migrations().migrate(on(ETCD), "sqlite-empty", MigrationOptions.defaults()))
                .hasMessageContaining("emptyDir");
        var requests = bed.audited("kamaji-sdk", NAMESPACE, before);
        assertThat(requests).isNotEmpty();
        assertThat(Bed.writes(requests)).isZero();
    }

    private record Abandoned(String address, Optional<ClientTls> tls) implements KineLauncher.Running {
        @Override
        public void close() {}
    }
}

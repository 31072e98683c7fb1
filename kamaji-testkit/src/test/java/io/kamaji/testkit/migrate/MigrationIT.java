package io.kamaji.testkit.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.DataStore;
import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.event.MigrationStepped;
import io.kamaji.core.migrate.MigrationOptions;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.core.storage.MigrationRecord.Step;
import io.kamaji.datastore.KineLauncher;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.ProcessNode;
import io.kamaji.testkit.datastore.LocalKine;
import io.kamaji.testkit.node.RealBinaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant of real processes moves between real stores. */
class MigrationIT {
    private static final ObjectRef RECORD = ObjectRef.of("v1", "ConfigMap", "default", "mover-migration");
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int FEW = 200;
    private static final int MANY = Integer.getInteger("kamaji.test.objects", 5000);

    /** Each store once; PostgreSQL is where the test of kills goes, and back. */
    private static final String WAY = "etcd mysql nats sqlite etcd";

    /** From each store to each other once, which takes a quarter of an hour: {@code -Dkamaji.test.everyPair=true}. */
    private static final String EVERY_PAIR =
            "etcd postgresql etcd mysql etcd nats etcd sqlite postgresql mysql postgresql nats postgresql sqlite mysql nats"
                    + " mysql sqlite nats sqlite etcd";

    private static StorePlaces places;

    @TempDir
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private ApiServerSimulator simulator;
    private ClusterClient admin;
    private KineLauncher kine;

    /** Ends a migration where it stands, as the end of its process would: nothing is cleaned up. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @BeforeAll
    static void startStores() {
        RealBinaries.assume("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kine");
        places = StorePlaces.start();
    }

    @AfterAll
    static void stopStores() {
        if (places != null) {
            places.close();
        }
    }

    @BeforeEach
    void start() {
        simulator = keep(ApiServerSimulator.start());
        admin = keep(AdminCluster.kubeconfig(simulator.kubeconfig()).connect());
        keep(ProcessNode.builder(admin).keepClaims(folder).start());
        kine = LocalKine.withVolumes(tenant -> {
            try {
                return Files.createDirectories(folder.resolve("default_mover-kine-data"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        open.add(0, closeable);
        return closeable;
    }

    @AfterEach
    void stop() throws Exception {
        for (var each : open) {
            each.close();
        }
    }

    private Kamaji connect() {
        var stores = places.stores().values().toArray(DataStore[]::new);
        return Kamaji.connect(
                AdminCluster.kubeconfig(simulator.kubeconfig()),
                settings -> settings.dataStores(DataStoreSource.of(stores)));
    }

    private static TenantControlPlane on(String dataStore) {
        return TenantControlPlane.builder("default", "mover")
                .kubernetesVersion(RealBinaries.KUBERNETES)
                .loadBalancer()
                .replicas(1)
                .dataStore(dataStore)
                .build();
    }

    private MigrationOptions options(Consumer<MigrationStepped> listener) {
        return MigrationOptions.builder()
                .kine(kine)
                .atMost(LIMIT)
                .takeOver(Duration.ZERO)
                .progress(listener)
                .build();
    }

    private static void write(Kamaji kamaji, String dataStore, String name) {
        try (var api = kamaji.tenant(on(dataStore)).client()) {
            api.create(JsonObject.of(
                    "apiVersion",
                    "v1",
                    "kind",
                    "ConfigMap",
                    "metadata",
                    JsonObject.of("namespace", "default", "name", name)));
        }
    }

    private void killAt(Step step, String from, String to) {
        try (var doomed = connect()) {
            assertThatThrownBy(() -> doomed.migrations().migrate(on(from), to, options(event -> {
                        if (event.step().equals(step.name()) && (step != Step.COPY || event.keys() > 0)) {
                            throw new Killed();
                        }
                    })))
                    .isInstanceOf(Killed.class);
        }
        assertThat(admin.get(RECORD).orElseThrow().text("data", "step")).contains(step.name());
    }

    @Test
    void migrate_killedAtEachStep_isResumedAndLosesNothing() {
        try (var kamaji = connect()) {
            kamaji.tenant(on("etcd")).await(LIMIT, pass -> {});
            var before = TenantContent.create(kamaji, on("etcd"), FEW);
            var watchers = keep(Watchers.start(kamaji.tenant(on("etcd")).kubeconfig(), folder));
            for (var step : List.of(Step.FREEZE, Step.COPY, Step.STOP, Step.VERIFY, Step.SWITCH)) {
                killAt(step, "etcd", "postgresql");
                var pass = kamaji.tenant(on(step == Step.SWITCH ? "etcd" : "postgresql"))
                        .reconcile();
                assertThat(pass.result().toString()).contains("being moved");
                if (step == Step.COPY || step == Step.STOP) {
                    assertThatThrownBy(() -> write(kamaji, "etcd", "during-" + step.ordinal()))
                            .isInstanceOf(KamajiException.class);
                    assertThat(TenantContent.of(kamaji, on("etcd")))
                            .as("reads go on")
                            .isEqualTo(before);
                }
            }
            kamaji.migrations().migrate(on("etcd"), "postgresql", options(event -> {}));
            assertThat(TenantContent.of(kamaji, on("postgresql"))).isEqualTo(before);
            watchers.requireSight("after", () -> write(kamaji, "postgresql", "after"));
            assertThatThrownBy(() -> kamaji.tenant(on("etcd")).reconcile()).isInstanceOf(InvalidSpecException.class);
            var there = TenantContent.of(kamaji, on("postgresql"));

            var later = keep(Watchers.start(kamaji.tenant(on("postgresql")).kubeconfig(), folder));
            for (var step : List.of(Step.FREEZE, Step.COPY, Step.STOP, Step.VERIFY, Step.SWITCH)) {
                killAt(step, "postgresql", "etcd");
            }
            kamaji.migrations().migrate(on("postgresql"), "etcd", options(event -> {}));
            assertThat(TenantContent.of(kamaji, on("etcd"))).isEqualTo(there);
            later.requireSight("and-back", () -> write(kamaji, "etcd", "and-back"));
            kamaji.tenant(on("etcd")).delete(LIMIT);
            assertThat(admin.get(RECORD)).isEmpty();
        }
    }

    @Test
    void migrate_failedOrAborted_putsTheTenantBackWhereNothingIsLost() {
        try (var kamaji = connect()) {
            kamaji.tenant(on("etcd")).await(LIMIT, pass -> {});
            var before = TenantContent.create(kamaji, on("etcd"), FEW);
            assertThatThrownBy(() -> kamaji.migrations()
                            .migrate(
                                    on("etcd"),
                                    "sqlite",
                                    options(event -> {}).toBuilder()
                                            .kine(KineLauncher.none())
                                            .build()))
                    .hasMessageContaining("KineLauncher");
            assertThat(admin.get(RECORD)).isEmpty();
            kamaji.tenant(on("etcd")).await(LIMIT, pass -> {});
            assertThat(TenantContent.of(kamaji, on("etcd"))).isEqualTo(before);
            write(kamaji, "etcd", "still-here");

            killAt(Step.VERIFY, "etcd", "mysql");
            kamaji.migrations().abort(on("etcd"), options(event -> {}));
            kamaji.tenant(on("etcd")).await(LIMIT, pass -> {});
            write(kamaji, "etcd", "and-still");
            assertThat(TenantContent.of(kamaji, on("etcd"))).contains("still-here", "and-still");
            kamaji.tenant(on("etcd")).delete(LIMIT);
        }
    }

    @Test
    void restore_ofATenantAsleep_bringsBackWhatWasExported() throws IOException {
        var file = folder.resolve("backup");
        var asleep = on("postgresql").toBuilder()
                .spec(spec -> spec.controlPlane(plane -> plane.deployment(d -> d.replicas(0))))
                .build();
        try (var kamaji = connect()) {
            kamaji.tenant(on("postgresql")).await(LIMIT, pass -> {});
            var before = TenantContent.create(kamaji, on("postgresql"), FEW);
            try (var out = Files.newOutputStream(file)) {
                assertThat(kamaji.backups().export(on("postgresql"), out, kine).keys())
                        .isGreaterThan(FEW);
            }
            write(kamaji, "postgresql", "too-late");
            assertThatThrownBy(() -> kamaji.backups().restore(on("postgresql"), file, kine))
                    .hasMessageContaining("0 replicas");
            kamaji.tenant(asleep).await(LIMIT, pass -> {});
            Files.write(folder.resolve("cut"), Arrays.copyOf(Files.readAllBytes(file), 1000));
            assertThatThrownBy(() -> kamaji.backups().restore(asleep, folder.resolve("cut"), kine))
                    .hasMessageContaining("cut off");
            kamaji.backups().restore(asleep, file, kine);
            kamaji.tenant(on("postgresql")).await(LIMIT, pass -> {});
            assertThat(TenantContent.of(kamaji, on("postgresql"))).isEqualTo(before);
            assertThat(kamaji.tenant(on("postgresql"))
                            .storeUsage()
                            .orElseThrow()
                            .keys())
                    .isGreaterThan(FEW);
            kamaji.tenant(on("postgresql")).delete(LIMIT);
        }
    }

    @Test
    @Tag("long")
    void migrate_fromDriverToDriverAndHome_keepsAllObjects() {
        var way = List.of((Boolean.getBoolean("kamaji.test.everyPair") ? EVERY_PAIR : WAY).split(" "));
        try (var kamaji = connect()) {
            kamaji.tenant(on(way.get(0))).await(LIMIT, pass -> {});
            var before = TenantContent.create(kamaji, on(way.get(0)), MANY);
            for (int i = 1; i < way.size(); i++) {
                migrate(kamaji, way.get(i - 1), way.get(i));
                assertThat(TenantContent.of(kamaji, on(way.get(i))).equals(before))
                        .as("the same content on %s", way.get(i))
                        .isTrue();
            }
            write(kamaji, way.get(0), "at-the-end");
            kamaji.tenant(on(way.get(0))).delete(LIMIT);
        }
    }

    private void migrate(Kamaji kamaji, String from, String to) {
        var copying = new AtomicLong();
        var copied = new AtomicLong();
        var heap = new AtomicLong();
        var start = System.nanoTime();
        var report = kamaji.migrations().migrate(on(from), to, options(event -> {
            if (event.step().equals(Step.COPY.name())) {
                copying.compareAndSet(0, System.nanoTime());
            } else if (event.step().equals(Step.STOP.name())) {
                copied.set(System.nanoTime());
            }
            var runtime = Runtime.getRuntime();
            heap.accumulateAndGet(runtime.totalMemory() - runtime.freeMemory(), Math::max);
        }));
        System.out.printf(
                "%s -> %s: %s; copied in %.1f s, %.1f s in all, heap at most %d MiB of %d%n",
                from,
                to,
                report.verified().orElseThrow(),
                (copied.get() - copying.get()) / 1e9,
                (System.nanoTime() - start) / 1e9,
                heap.get() >> 20,
                Runtime.getRuntime().maxMemory() >> 20);
    }
}

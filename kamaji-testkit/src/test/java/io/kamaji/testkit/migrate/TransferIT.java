package io.kamaji.testkit.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.Drivers;
import io.kamaji.datastore.Exportable;
import io.kamaji.datastore.KeyValueStore;
import io.kamaji.datastore.KeyValueStore.Entry;
import io.kamaji.datastore.KineLauncher;
import io.kamaji.datastore.Measurable;
import io.kamaji.datastore.Renumberable;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.SecretSource;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.transfer.ContentSummary;
import io.kamaji.datastore.transfer.Contents;
import io.kamaji.datastore.transfer.TenantCopy;
import io.kamaji.datastore.transfer.TenantExport;
import io.kamaji.datastore.transfer.TenantImport;
import io.kamaji.datastore.transfer.TransferException;
import io.kamaji.datastore.transfer.TransferProgress;
import io.kamaji.testkit.datastore.LocalKine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tenants' keys on real stores: out, in, and from each to each. */
class TransferIT {
    private static final int KEYS = 500;
    private static final int MANY = 5000;
    private static final double LIMIT_SECONDS = 20;
    private static final int BATCH = 50;

    @TempDir
    private static Path folder;

    private static StorePlaces places;
    private static KineLauncher kine;

    @BeforeAll
    static void start() {
        places = StorePlaces.start();
        kine = LocalKine.withVolumes(tenant -> volume(tenant.schema()));
    }

    @AfterAll
    static void stop() {
        if (places != null) {
            places.close();
        }
    }

    private static Path volume(String schema) {
        try {
            return Files.createDirectories(folder.resolve(schema));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A tenant in one of the stores. */
    private record Place(DataStoreDriver driver, ResolvedDataStore store, TenantAccount tenant) {
        static Place of(String store, String tenant) {
            var resolved = ResolvedDataStore.resolve(places.stores().get(store), SecretSource.none());
            var driver = Drivers.load().driver(resolved.driver());
            var place = new Place(
                    driver,
                    resolved,
                    new TenantAccount(tenant, tenant + "-user", "password-of-" + tenant, "it/" + tenant));
            driver.ensure(resolved, place.tenant);
            return place;
        }

        KeyValueStore open() {
            return driver.capability(Exportable.class).orElseThrow().open(store, tenant, kine);
        }

        ContentSummary summary() {
            try (var keys = open()) {
                return Contents.summary(keys);
            }
        }

        void drop() {
            driver.drop(store, tenant);
        }
    }

    /** A tenth of them events with a lease. */
    private static void fill(KeyValueStore keys, int count) {
        var random = new Random(7);
        long lease = keys.grant(Duration.ofHours(1));
        for (int i = 0; i < count; i += BATCH) {
            var batch = new ArrayList<Entry>();
            for (int j = i; j < i + BATCH; j++) {
                var value = new byte[random.nextInt(400)];
                random.nextBytes(value);
                var key = "registry/" + (j % 10 == 0 ? "events" : "configmaps") + "/default/o" + j;
                batch.add(new Entry(key.getBytes(StandardCharsets.UTF_8), value, j % 10 == 0 ? lease : 0));
            }
            keys.put(batch);
        }
    }

    /** Keys with a lease that runs for nearly an hour. */
    private static long leased(KeyValueStore keys) {
        return keys.read(Optional.empty(), OptionalLong.empty(), 10_000).entries().stream()
                .filter(entry -> entry.lease() != 0)
                .filter(entry -> keys.remaining(entry.lease())
                        .filter(left -> left.toSeconds() > 3000 && left.toSeconds() <= 3600)
                        .isPresent())
                .count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"etcd", "postgresql", "mysql", "nats", "sqlite"})
    void copy_toEachOther_keepsKeysValuesAndLeases(String from) {
        var original = Place.of(from, "pair");
        try (var source = original.open()) {
            source.clear();
            fill(source, KEYS);
            var wanted = Contents.summary(source);
            assertThat(wanted.keys()).isEqualTo(KEYS);
            for (var to : places.stores().keySet()) {
                if (!to.equals(from)) {
                    copy(from, source, wanted, to);
                }
            }
        }
        original.drop();
    }

    private static void copy(String from, KeyValueStore source, ContentSummary wanted, String to) {
        var copy = Place.of(to, "pair");
        try (var target = copy.open()) {
            target.put(List.of(entry("stale", "x")));
            timed(from, source, to, target);
            assertThat(Contents.summary(target).sameContent(wanted))
                    .as("%s -> %s", from, to)
                    .isTrue();
            assertThat(leased(target)).as("%s -> %s", from, to).isEqualTo(wanted.keys() / 10);
        }
        copy.drop();
    }

    /** Seconds for copy and comparison, printed. */
    private static double timed(String from, KeyValueStore source, String to, KeyValueStore target) {
        var start = System.nanoTime();
        TenantCopy.copy(source, target, TransferProgress.NONE);
        var copied = System.nanoTime();
        var verified = TenantCopy.verify(source, target, TransferProgress.NONE);
        var end = System.nanoTime();
        System.out.printf(
                "%s -> %s: %d keys copied in %.2f s, compared in %.2f s%n",
                from, to, verified.keys(), (copied - start) / 1e9, (end - copied) / 1e9);
        return (end - start) / 1e9;
    }

    /** Each driver once as the source and once as the target. */
    @Test
    @Tag("alone")
    void copy_fiveThousandKeysAllTheWayRound_takesSeconds() {
        var way = new ArrayList<>(places.stores().keySet());
        var first = Place.of(way.get(0), "round");
        var at = first;
        ContentSummary wanted;
        try (var keys = first.open()) {
            fill(keys, MANY);
            wanted = Contents.summary(keys);
        }
        for (int i = 1; i <= way.size(); i++) {
            var next = Place.of(way.get(i % way.size()), i < way.size() ? "round" : "home");
            try (var source = at.open();
                    var target = next.open()) {
                assertThat(timed(at.store().name(), source, next.store().name(), target))
                        .isLessThan(LIMIT_SECONDS);
            }
            at.drop();
            at = next;
        }
        assertThat(at.summary().sameContent(wanted)).isTrue();
        at.drop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"etcd", "postgresql", "mysql", "nats", "sqlite"})
    void advance_byAThousand_changesNoKey(String name) {
        var place = Place.of(name, "advance");
        try (var keys = place.open()) {
            fill(keys, BATCH);
            var before = Contents.summary(keys);
            long wanted = before.revision() + 1000;
            var start = System.nanoTime();
            assertThat(keys.advance(wanted, Duration.ofSeconds(30))).isTrue();
            System.out.printf("%s: 1000 revisions in %.2f s%n", name, (System.nanoTime() - start) / 1e9);
            assertThat(Contents.summary(keys)).satisfies(after -> {
                assertThat(after.revision()).isGreaterThanOrEqualTo(wanted);
                assertThat(after.sameContent(before)).isTrue();
            });
            assertThat(keys.advance(before.revision() + 1_000_000_000, Duration.ZERO))
                    .isFalse();
        }
        place.drop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mysql"})
    void raise_byABillion_changesNoKeyAndGoesOnFromThere(String name) {
        var place = Place.of(name, "raise");
        ContentSummary before;
        try (var keys = place.open()) {
            fill(keys, BATCH);
            before = Contents.summary(keys);
        }
        long wanted = before.revision() + 3_000_000_000L;
        var store = place.driver().capability(Renumberable.class).orElseThrow();
        store.raise(place.store(), place.tenant(), wanted);
        store.raise(place.store(), place.tenant(), wanted - 1);
        try (var keys = place.open()) {
            var after = Contents.summary(keys);
            assertThat(after.revision()).isEqualTo(wanted);
            assertThat(after.sameContent(before)).isTrue();
            keys.put(List.of(entry("registry/x", "new")));
            assertThat(Contents.summary(keys).revision()).isEqualTo(wanted + 1);
        }
        place.drop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"etcd", "postgresql", "mysql", "nats", "sqlite"})
    void put_overAndDelete_areSeenByTheNextToOpen(String name) {
        var place = Place.of(name, "again");
        try (var keys = place.open()) {
            fill(keys, BATCH);
            keys.put(List.of(entry("registry/x", "old"), entry("registry/y", "kept")));
            keys.put(List.of(entry("registry/x", "new")));
        }
        try (var keys = place.open()) {
            assertThat(keys.get("registry/x".getBytes(StandardCharsets.UTF_8)).map(Entry::value))
                    .contains("new".getBytes(StandardCharsets.UTF_8));
            assertThat(Contents.summary(keys).keys()).isEqualTo(BATCH + 2);
            keys.clear();
            keys.clear();
            keys.put(List.of(entry("registry/x", "third")));
        }
        assertThat(place.summary().keys()).isEqualTo(1);
        place.drop();
    }

    private static Entry entry(String key, String value) {
        return new Entry(key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8), 0);
    }

    /** MySQL takes these two for one key: the copy must not pass for whole. */
    @Test
    void copy_keysThatTheTargetCanNotTellApart_isNotVerified() {
        var original = Place.of("etcd", "letters");
        var copy = Place.of("mysql", "letters");
        try (var source = original.open();
                var target = copy.open()) {
            source.put(List.of(entry("registry/clusterroles/View", "1"), entry("registry/clusterroles/view", "2")));
            assertThatThrownBy(() -> {
                        TenantCopy.copy(source, target, TransferProgress.NONE);
                        TenantCopy.verify(source, target, TransferProgress.NONE);
                    })
                    .isInstanceOfAny(TransferException.class, io.kamaji.datastore.DataStoreException.class)
                    .hasMessageContaining("registry/clusterroles/");
        }
        original.drop();
        copy.drop();
    }

    /** One of ten in a store, from a backup, into which another store's tenant could be restored as well. */
    @ParameterizedTest
    @ValueSource(strings = {"etcd", "postgresql"})
    void restore_ofOneOfTen_leavesTheOthersAsTheyWere(String name) {
        var tenants = new LinkedHashMap<String, Place>();
        for (int i = 0; i < 10; i++) {
            var place = Place.of(name, "ten-" + i);
            tenants.put(place.tenant().schema(), place);
            try (var keys = place.open()) {
                fill(keys, BATCH * (i + 1));
            }
        }
        var before = summaries(tenants);
        var backup = new ByteArrayOutputStream();
        var victim = tenants.get("ten-4");
        try (var keys = victim.open()) {
            TenantExport.write(keys, backup, TransferProgress.NONE);
            keys.clear();
            fill(keys, BATCH);
        }
        assertThat(summaries(tenants)).isNotEqualTo(before);
        try (var keys = victim.open()) {
            TenantImport.replace(new ByteArrayInputStream(backup.toByteArray()), keys, TransferProgress.NONE);
        }
        assertThat(summaries(tenants)).isEqualTo(before);
        tenants.values().forEach(Place::drop);
    }

    private static Map<String, String> summaries(Map<String, Place> tenants) {
        var all = new LinkedHashMap<String, String>();
        tenants.forEach((name, place) -> all.put(name, place.summary().toString()));
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"etcd", "postgresql", "mysql"})
    void usage_ofEachTenant_isItsOwn(String name) {
        for (int i = 1; i <= 2; i++) {
            var place = Place.of(name, "usage-" + i);
            var measure = place.driver().capability(Measurable.class).orElseThrow();
            assertThat(measure.usage(place.store(), place.tenant()).keys()).isZero();
            try (var keys = place.open()) {
                fill(keys, BATCH * i);
                keys.put(List.of(entry("registry/x", "old")));
                keys.put(List.of(entry("registry/x", "newer")));
            }
            assertThat(measure.usage(place.store(), place.tenant())).satisfies(usage -> {
                try (var keys = place.open()) {
                    assertThat(usage).isEqualTo(Contents.usage(keys));
                }
            });
        }
    }

    @Test
    void usage_onNats_isWhatTheBucketTakes() {
        var place = Place.of("nats", "bucket");
        var measure = place.driver().capability(Measurable.class).orElseThrow();
        assertThat(measure.usage(place.store(), place.tenant()).keys()).isZero();
        try (var keys = place.open()) {
            fill(keys, BATCH);
        }
        var usage = measure.usage(place.store(), place.tenant());
        assertThat(usage.keys()).isBetween((long) BATCH, BATCH + 2L); // kine has two keys of its own
        assertThat(usage.bytes()).isGreaterThan(BATCH * 50L);
        assertThat(usage.exact()).isFalse();
        place.drop();
    }
}

package io.kamaji.testkit.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.EndpointResolver;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.TenantStore;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link DataStoreDriver} must do, tried on a real server that the subclass provides.
 *
 * <p>Extend it, give the server, and run it with JUnit 5 and AssertJ on the class path. Each test leaves the server as it
 * was. Tests of what a driver without shared use has not are skipped with the reason. A test ends within two minutes.
 */
@Timeout(120)
public abstract class DataStoreDriverContract {
    private static final int CUT_STEP = 150;
    private static final int LONGEST_RUN = 60_000;

    /** To be implemented by users' tests. */
    protected DataStoreDriverContract() {}

    /** The driver under test. */
    protected abstract DataStoreDriver driver();

    /** A store with the administrator's credentials, used by nobody else meanwhile. */
    protected abstract ResolvedDataStore store();

    /** The store as this tenant uses it. */
    protected abstract TenantClient client(TenantStore tenant);

    /** Everything that is in the server now: keys, users, grants, marks; one text each. */
    protected abstract Set<String> contents();

    /** A value that differs after any write to the server, that of a user or grant included. */
    protected abstract Object writeCount();

    /** The server is killed, as by a crash, and started again. */
    protected abstract void killAndRestart();

    /** Stores that can't be used, by what is wrong, each with a word that the exception's message must hold. */
    protected abstract Map<String, Broken> broken();

    /**
     * A store that can't be used.
     *
     * @param word what the message must say, any case
     */
    public record Broken(ResolvedDataStore store, String word) {}

    /** How many bytes further each cut of an operation is than the one before; more where a call takes many of them. */
    protected int cutStep() {
        return CUT_STEP;
    }

    /** Names that a schema and a user may have here; further ones are refused by {@link DataStoreDriver#validate}. */
    protected List<String> names() {
        return List.of(
                "plain",
                "quo\"te",
                "apos'trophe",
                "back`tick",
                "semi;colon--",
                "back\\slash",
                "späße-日本-🦊",
                "select",
                "SELECT",
                "per%cent_",
                "a b",
                "$(id)",
                "x".repeat(63));
    }

    /** A tenant whose names come from one word. */
    protected TenantStore tenant(String name) {
        return new TenantStore(name, name, "0f8fad5b-d9cb-469f-a165-70867728950e", "contract/" + name);
    }

    @Test
    void check_usableStore_passes() {
        driver().check(store());
    }

    @Test
    void ensure_again_writesNothing() {
        around(tenant("twice"), tenant -> {
            assertThat(driver().inspect(store(), tenant)).isEmpty();
            var before = writeCount();
            driver().ensure(store(), tenant);
            assertThat(writeCount()).isEqualTo(before);
        });
    }

    @Test
    void inspect_nothingThere_listsWhatIsMissingAndWritesNothing() {
        var before = writeCount();
        assumeShared();
        assertThat(driver().inspect(store(), tenant("absent"))).isNotEmpty();
        assertThat(writeCount()).isEqualTo(before);
    }

    @Test
    void bind_twice_isTheSame() {
        var tenant = tenant("bound");
        assertThat(driver().bind(store(), tenant)).isEqualTo(driver().bind(store(), tenant));
    }

    @Test
    void ensure_cutAnywhere_isFinishedByTheNext() {
        cutAnywhere(tenant -> {}, driver()::ensure, tenant -> {
            driver().ensure(store(), tenant);
            assertThat(driver().inspect(store(), tenant)).isEmpty();
        });
    }

    @Test
    void drop_cutAnywhere_isFinishedByTheNext() {
        cutAnywhere(
                tenant -> {
                    driver().ensure(store(), tenant);
                    try (var client = client(tenant)) {
                        client.put("old", "value");
                    }
                },
                driver()::drop,
                tenant -> {});
    }

    private interface Operation {
        void run(ResolvedDataStore store, TenantStore tenant);
    }

    private void cutAnywhere(Consumer<TenantStore> before, Operation operation, Consumer<TenantStore> after) {
        assumeShared();
        var contents = contents();
        for (var direction : CuttingProxy.Direction.values()) {
            boolean cut = true;
            for (int bytes = 1000; cut && bytes < LONGEST_RUN; bytes += cutStep()) {
                var tenant = tenant("cut-" + bytes);
                before.accept(tenant);
                try (var proxy = CuttingProxy.after(direction, bytes)) {
                    try {
                        operation.run(through(proxy), tenant);
                    } catch (DataStoreException e) {
                        assertThat(proxy.cut()).as("%s", e).isTrue();
                    }
                    cut = proxy.cut();
                }
                after.accept(tenant);
                driver().drop(store(), tenant);
                assertThat(contents())
                        .as("after %s bytes of %s", bytes, direction)
                        .isEqualTo(contents);
            }
            assertThat(cut).as("the operation ends uncut at some point").isFalse();
        }
    }

    private ResolvedDataStore through(EndpointResolver resolver) {
        var s = store();
        return new ResolvedDataStore(
                s.store(),
                s.authorityPem(),
                s.authority(),
                s.client(),
                s.username(),
                s.password(),
                resolver,
                s.timeout());
    }

    @Test
    void drop_afterUse_leavesNothing() {
        var before = contents();
        around(tenant("used"), tenant -> {
            try (var client = client(tenant)) {
                for (int i = 0; i < 2500; i++) {
                    client.put("key-" + i, "value");
                }
            }
        });
        assertThat(contents()).isEqualTo(before);
        driver().drop(store(), tenant("used"));
    }

    @Test
    void ensure_nameOfDroppedTenant_meetsNoOldData() {
        around(tenant("reused"), tenant -> put(tenant, "old"));
        var heir = new TenantStore("reused", "reused", tenant("reused").password(), "contract/heir");
        around(heir, tenant -> {
            try (var client = client(tenant)) {
                assertThat(client.get("secret")).isEmpty();
            }
        });
    }

    @Test
    void ensure_schemaOfAnother_isRefusedAndDropLeavesIt() {
        assumeShared();
        around(tenant("owned"), tenant -> {
            put(tenant, "mine");
            var thief = new TenantStore("owned", "owned", tenant.password(), "contract/thief");
            var otherUser = new TenantStore("owned", "thief", tenant.password(), "contract/thief");
            var otherSchema = new TenantStore("thief", "owned", tenant.password(), "contract/thief");
            var before = contents();
            for (var attempt : List.of(thief, otherUser, otherSchema)) {
                assertThatThrownBy(() -> driver().ensure(store(), attempt)).isInstanceOf(DataStoreException.class);
                driver().drop(store(), attempt);
                assertThat(contents()).isEqualTo(before);
            }
            try (var client = client(tenant)) {
                assertThat(client.get("secret")).contains("mine");
            }
        });
    }

    @Test
    void credentials_ofOneTenant_areRefusedOnTheOther() {
        assumeShared();
        around(
                tenant("victim"),
                victim -> around(tenant("victi"), attacker -> {
                    put(victim, "untouched");
                    put(attacker, "own");
                    var before = contents();
                    try (var client = client(attacker)) {
                        assertThat(succeeding(client.attacks(victim)))
                                .as("attacks that succeed")
                                .isEmpty();
                        assertThat(client.get("secret")).contains("own");
                    }
                    assertThat(contents()).isEqualTo(before);
                    try (var client = client(victim)) {
                        assertThat(client.get("secret")).contains("untouched");
                    }
                }));
    }

    @Test
    void names_thatAreAllowed_work() {
        for (String name : names()) {
            around(tenant(name), tenant -> {
                put(tenant, name);
                try (var client = client(tenant)) {
                    assertThat(client.get("secret")).as(name).contains(name);
                }
                assertThat(driver().bind(store(), tenant).apiServerFlags()).containsEntry("--etcd-prefix", "/" + name);
            });
        }
    }

    @Test
    void names_thatCanNotBe_areRefusedEverywhere() {
        for (String name :
                List.of("", "a/b", "/", "a\0b", "line\nbreak", "\ud800", "y".repeat(300), ".", "..", "root")) {
            var tenant = new TenantStore(name, "user", "password", "contract/wrong");
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> driver().bind(store(), tenant),
                    () -> driver().inspect(store(), tenant),
                    () -> driver().ensure(store(), tenant),
                    () -> driver().drop(store(), tenant))) {
                assertThatThrownBy(call)
                        .as(name)
                        .isInstanceOfSatisfying(
                                InvalidSpecException.class,
                                e -> assertThat(e.violations())
                                        .anyMatch(v -> v.path().equals("spec.dataStoreSchema")));
            }
        }
    }

    @Test
    void ensure_afterACrash_findsEverything() {
        around(tenant("survivor"), tenant -> {
            put(tenant, "kept");
            killAndRestart();
            assertThat(driver().inspect(store(), tenant)).isEmpty();
            try (var client = client(tenant)) {
                assertThat(client.get("secret")).contains("kept");
            }
        });
    }

    @Test
    void everyCall_brokenStore_failsClearlyWithinItsLimit() {
        var tenant = tenant("never");
        broken().forEach((what, broken) -> {
            var limit = broken.store().timeout().plus(Duration.ofSeconds(2));
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> driver().check(broken.store()),
                    () -> driver().inspect(broken.store(), tenant),
                    () -> driver().ensure(broken.store(), tenant),
                    () -> driver().drop(broken.store(), tenant))) {
                long start = System.nanoTime();
                assertThatThrownBy(call)
                        .as(what)
                        .isInstanceOf(DataStoreException.class)
                        .hasMessageContainingAll(
                                driver().name(), broken.store().endpoints().get(0))
                        .message()
                        .containsIgnoringCase(broken.word());
                assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(limit);
            }
        });
    }

    private static Set<String> succeeding(Map<String, Callable<?>> attacks) {
        var all = new LinkedHashSet<>(attacks.keySet());
        attacks.forEach((name, attack) -> {
            try {
                attack.call();
            } catch (Exception e) {
                all.remove(name);
            }
        });
        return all;
    }

    private void put(TenantStore tenant, String value) {
        try (var client = client(tenant)) {
            client.put("secret", value);
        }
    }

    private void around(TenantStore tenant, Consumer<TenantStore> test) {
        driver().ensure(store(), tenant);
        try {
            test.accept(tenant);
        } finally {
            driver().drop(store(), tenant);
        }
    }

    private void assumeShared() {
        assumeTrue(driver().shared(), () -> "driver " + driver().name() + " keeps one tenant a store");
    }
}

package io.kamaji.testkit.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.TenantAccount;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link DataStoreDriver} must do, tried on a real server that the subclass provides.
 *
 * <p>Extend it, give the server, and run it with JUnit 5 and AssertJ on the class path. Each test leaves the server as it
 * was. What a driver says it has not (shared use, credentials of the tenants' own, a server at all) is skipped with the
 * reason. A test ends within two minutes.
 */
public abstract class DataStoreDriverContract extends RotationContract {
    private static final int KILLS = 3;
    private static final int KILL_STEP_MILLIS = 40;

    /** To be implemented by users' tests. */
    protected DataStoreDriverContract() {}

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
    void ensure_serverKilledMeanwhile_isFinishedByTheNext() throws Exception {
        assumeServer();
        var before = contents();
        for (int delay = 0; delay < KILLS * KILL_STEP_MILLIS; delay += KILL_STEP_MILLIS) {
            var tenant = tenant("killed-" + delay);
            var call = new FutureTask<>(() -> driver().ensure(store(), tenant), tenant);
            var start = System.nanoTime();
            new Thread(call, "call").start();
            Thread.sleep(delay); // so that each kill meets another moment of the call
            killAndRestart();
            try {
                call.get();
            } catch (ExecutionException e) {
                assertThat(e.getCause())
                        .isInstanceOfSatisfying(
                                DataStoreException.class,
                                failure -> assertThat(failure.retryAfter())
                                        .as("%s", failure)
                                        .isPresent());
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(40));
            around(tenant, survivor -> put(survivor, "after"));
        }
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void ensure_cutAnywhere_isFinishedByTheNext() {
        cutAnywhere(cutStep(), tenant -> {}, driver()::ensure, tenant -> {
            driver().ensure(store(), tenant);
            assertThat(driver().inspect(store(), tenant)).isEmpty();
        });
    }

    @Test
    void drop_cutAnywhere_isFinishedByTheNext() {
        cutAnywhere(
                cutStep(),
                tenant -> {
                    driver().ensure(store(), tenant);
                    try (var client = client(tenant)) {
                        client.put("old", "value");
                    }
                },
                driver()::drop,
                tenant -> {});
    }

    @Test
    void drop_afterUse_leavesNothing() {
        assumeServer();
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
        assumeServer();
        around(tenant("reused"), tenant -> put(tenant, "old"));
        var heir = new TenantAccount("reused", "reused", tenant("reused").password(), "contract/heir");
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
            var thief = new TenantAccount("owned", "owned", tenant.password(), "contract/thief");
            var otherUser = new TenantAccount("owned", "thief", tenant.password(), "contract/thief");
            var otherSchema = new TenantAccount("thief", "owned", tenant.password(), "contract/thief");
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
            var tenant = new TenantAccount(name, "user", "password", "contract/wrong");
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
        assumeServer();
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
}

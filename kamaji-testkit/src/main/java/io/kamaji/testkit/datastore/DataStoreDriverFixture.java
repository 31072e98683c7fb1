package io.kamaji.testkit.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.DataStoreDriver.Credential;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.EndpointResolver;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.TenantAccount;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;

/**
 * What {@link DataStoreDriverContract} must be given, and what its tests are made of.
 *
 * <p>Public because users' tests extend it; extend the contract, not this.
 */
@Timeout(120)
public abstract class DataStoreDriverFixture {
    private static final int CUT_STEP = 150;
    private static final int LONGEST_RUN = 60_000;

    DataStoreDriverFixture() {}

    /** The driver under test. */
    protected abstract DataStoreDriver driver();

    /** A store with the administrator's credentials, used by nobody else meanwhile. */
    protected abstract ResolvedDataStore store();

    /** The store as this tenant uses it. */
    protected abstract TenantClient client(TenantAccount tenant);

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
                "#hash$$",
                " lead",
                "x".repeat(63));
    }

    /** A tenant whose names come from one word. */
    protected TenantAccount tenant(String name) {
        return new TenantAccount(name, name, "0f8fad5b-d9cb-469f-a165-70867728950e", "contract/" + name);
    }

    interface Operation {
        void run(ResolvedDataStore store, TenantAccount tenant);
    }

    final void cutAnywhere(
            int step, Consumer<TenantAccount> before, Operation operation, Consumer<TenantAccount> after) {
        assumeShared();
        var contents = contents();
        for (var direction : CuttingProxy.Direction.values()) {
            boolean cut = true;
            for (int bytes = 1000; cut && bytes < LONGEST_RUN; bytes += step) {
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

    final ResolvedDataStore through(EndpointResolver resolver) {
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

    final void put(TenantAccount tenant, String value) {
        try (var client = client(tenant)) {
            client.put("secret", value);
        }
    }

    final void around(TenantAccount tenant, Consumer<TenantAccount> test) {
        driver().ensure(store(), tenant);
        try {
            test.accept(tenant);
        } finally {
            driver().drop(store(), tenant);
        }
    }

    final void assumeServer() {
        assumeTrue(driver().credential() != Credential.NONE, () -> "driver " + driver().name() + " has no server");
    }

    final void assumeOwnCredential() {
        assumeTrue(
                driver().renewed(tenant("any"), new SecureRandom()).isPresent(),
                () -> "tenants of driver " + driver().name() + " have no credential of their own");
    }

    final void assumeShared() {
        assumeTrue(driver().shared(), () -> "driver " + driver().name() + " keeps one tenant a store");
    }
}

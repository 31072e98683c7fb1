package io.kamaji.datastore.internal;

import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.Measurable;
import io.kamaji.datastore.Renumberable;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.Usage;
import io.kamaji.datastore.kine.KineDriver;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;

/**
 * What drivers of SQL servers have in common: each call over JDBC within the store's limit, whatever goes wrong as a {@link
 * DataStoreException}, the client library being absent too; and how many connections a tenant may have.
 */
public abstract class SqlDriver extends KineDriver implements Measurable, Renumberable {
    private final String artifact;
    private final OptionalInt connections;

    /** What is done to a store. */
    @FunctionalInterface
    private interface Effect {
        void on(SqlStore store) throws SQLException;
    }

    /**
     * @param artifact coordinates of its client library
     * @param connections how many a tenant may have at once; 0: any number; empty: half of the server's
     */
    protected SqlDriver(String name, String artifact, OptionalInt connections) {
        super(name, name + " needs the administrator's name and password");
        this.artifact = artifact;
        this.connections = requireNotNegative(connections);
    }

    private static OptionalInt requireNotNegative(OptionalInt connections) {
        connections.ifPresent(most -> {
            if (most < 0) {
                throw new IllegalArgumentException("a limit of " + most + " connections");
            }
        });
        return connections;
    }

    /** Not loaded before the first call, as it needs the client library. */
    protected abstract SqlDialect dialect();

    /** The same. */
    protected abstract SqlAccounts accounts(OptionalInt connections);

    @Override
    public final boolean shared() {
        return true;
    }

    @Override
    public final Credential credential() {
        return Credential.PASSWORD;
    }

    @Override
    public final List<String> inspect(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        return ask(store, server -> accounts(connections).missing(server, tenant));
    }

    @Override
    public final void ensure(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        run(store, server -> accounts(connections).ensure(server, tenant));
    }

    @Override
    public final void rotate(ResolvedDataStore store, TenantAccount tenant, TenantAccount next) {
        requireValid(next);
        next.requireFollows(tenant, credential());
        run(store, server -> {
            accounts(connections).ensure(server, next);
            accounts(connections).disconnect(server, next);
        });
    }

    @Override
    public final void drop(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        run(store, server -> accounts(connections).drop(server, tenant));
    }

    @Override
    public final void check(ResolvedDataStore store) {
        run(store, server -> accounts(connections).check(server));
    }

    @Override
    public final Usage usage(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        return ask(
                store,
                server -> SqlKine.usage(server, tenant, accounts(connections).table(tenant)));
    }

    @Override
    public final void raise(ResolvedDataStore store, TenantAccount tenant, long revision) {
        requireValid(tenant);
        run(store, server -> SqlKine.raise(server, tenant, accounts(connections).table(tenant), revision));
    }

    private <T> T ask(ResolvedDataStore store, SqlStore.Work<T> work) {
        try {
            return SqlStore.call(dialect(), store, work);
        } catch (NoClassDefFoundError e) {
            throw DataStoreException.missingLibrary(name(), artifact, e);
        }
    }

    private void run(ResolvedDataStore store, Effect effect) {
        ask(store, server -> {
            effect.on(server);
            return true;
        });
    }
}

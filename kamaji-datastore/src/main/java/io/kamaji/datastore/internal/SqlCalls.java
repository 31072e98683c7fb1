package io.kamaji.datastore.internal;

import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.ResolvedDataStore;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * How a driver over JDBC calls its server: each call within the store's limit, whatever goes wrong as a {@link
 * DataStoreException}, the client library being absent too. Immutable.
 *
 * @param driver name of the driver
 * @param artifact coordinates of its client library
 * @param dialect not loaded before the first call, as it needs that library
 */
public record SqlCalls(String driver, String artifact, Supplier<SqlDialect> dialect) {

    /** What is done to a store. */
    @FunctionalInterface
    public interface Effect {
        void on(SqlStore store) throws SQLException;
    }

    /** Asks. */
    public <T> T ask(ResolvedDataStore store, SqlStore.Work<T> work) {
        try {
            return SqlStore.call(dialect.get(), store, work);
        } catch (NoClassDefFoundError e) {
            throw DataStoreException.missingLibrary(driver, artifact, e);
        }
    }

    /** Has an effect. */
    public void run(ResolvedDataStore store, Effect effect) {
        ask(store, server -> {
            effect.on(server);
            return true;
        });
    }
}

package io.kamaji.testkit.datastore;

import io.kamaji.api.DataStore;

/** A real datastore server of a test's own: TLS on a free port of 127.0.0.1, its data in a temporary folder. Thread-safe. */
public interface DataStoreServer extends AutoCloseable {

    /** {@code 127.0.0.1:port}. */
    String endpoint();

    /** A datastore for it with everything inline, the CA's key included. */
    DataStore dataStore();

    /** Kills it, as a crash would. */
    void kill();

    /** Starts it again on its data and port. */
    void restart();

    /** Ends it and removes its folder. */
    @Override
    void close();
}

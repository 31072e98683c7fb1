package io.kamaji.testkit.datastore;

import io.kamaji.api.DataStore;
import io.kamaji.datastore.EndpointResolver;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.SecretSource;
import io.kamaji.testkit.Real;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real server that starts before the first test of a class and ends after the last. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerContract<S extends DataStoreServer> extends DataStoreDriverContract {
    private Optional<S> server = Optional.empty();

    /** What is missing on this machine, if anything. */
    abstract Optional<String> missing();

    /** Starts the server. */
    abstract S launch();

    /** With a folder for what clients read, once it is up. */
    void started(Path folder) throws IOException {}

    @BeforeAll
    final void start(@TempDir Path folder) throws IOException {
        Real.skipUnless(missing());
        server = Optional.of(launch());
        started(folder);
    }

    @AfterAll
    final void stop() {
        server.ifPresent(DataStoreServer::close);
    }

    final S server() {
        return server.orElseThrow();
    }

    /** What is missing, in these words, unless all is there. */
    static Optional<String> unless(boolean available, String what) {
        return available ? Optional.empty() : Optional.of(what);
    }

    static ResolvedDataStore resolve(DataStore store, int seconds) {
        return ResolvedDataStore.resolve(
                store, SecretSource.none(), EndpointResolver.identity(), Duration.ofSeconds(seconds));
    }

    @Override
    protected void killAndRestart() {
        server().kill();
        server().restart();
    }
}

package io.kamaji.testkit.datastore;

import io.kamaji.api.DataStore;
import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.sqlite.SqliteDriver;
import io.kamaji.testkit.Real;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** SQLite through the contract: a folder stands for each tenant's volume, a real kine for its pod. */
class SqliteDriverIT extends DataStoreDriverContract {
    @TempDir
    private Path volumes;

    @BeforeAll
    static void require() {
        Real.skipUnless(KineProcess.available() ? Optional.empty() : Optional.of("no kine: set KAMAJI_BINARIES"));
    }

    @Override
    protected DataStoreDriver driver() {
        return new SqliteDriver();
    }

    @Override
    protected ResolvedDataStore store() {
        return ServerContract.resolve(DataStore.sqlite("sqlite", sqlite -> {}).build(), 5);
    }

    /** Each closing of it is a crash of its kine. */
    @Override
    protected TenantClient client(TenantAccount tenant) {
        try {
            var volume = volumes.resolve(
                    "volume-" + Integer.toHexString(tenant.schema().hashCode()));
            Files.createDirectories(volume);
            return new KineProcess(driver().bind(store(), tenant), tenant, Optional.empty(), volume);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Set<String> contents() {
        try (var files = Files.walk(volumes)) {
            return files.map(Path::toString).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Object writeCount() {
        return contents();
    }

    /** Nothing runs between the calls of a test. */
    @Override
    protected void killAndRestart() {}

    @Override
    protected Map<String, Broken> broken() {
        return Map.of();
    }
}

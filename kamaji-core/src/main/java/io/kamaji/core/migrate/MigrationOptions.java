package io.kamaji.core.migrate;

import io.kamaji.core.event.MigrationStepped;
import io.kamaji.datastore.KineLauncher;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a tenant is moved. Immutable; {@link #defaults()} and then what differs.
 *
 * @param kine starts a kine for stores that do not speak etcd's API; default: a {@link PodKineLauncher}
 * @param atMost time limit of the whole; default 10 min
 * @param takeOver after how long without a sign of life another process may go on with it; default 1 min
 * @param dropSource whether the old store is emptied of the tenant once it runs on the new one; default: kept, and dropped
 *     with the tenant
 * @param progress told of every step and page, as the listener of the settings is
 */
public record MigrationOptions(
        Optional<KineLauncher> kine,
        Duration atMost,
        Duration takeOver,
        boolean dropSource,
        Consumer<? super MigrationStepped> progress) {

    public static MigrationOptions defaults() {
        return new MigrationOptions(
                Optional.empty(), Duration.ofMinutes(10), Duration.ofMinutes(1), false, event -> {});
    }

    public MigrationOptions withKine(KineLauncher value) {
        return new MigrationOptions(Optional.of(value), atMost, takeOver, dropSource, progress);
    }

    public MigrationOptions withAtMost(Duration value) {
        return new MigrationOptions(kine, value, takeOver, dropSource, progress);
    }

    public MigrationOptions withTakeOver(Duration value) {
        return new MigrationOptions(kine, atMost, value, dropSource, progress);
    }

    public MigrationOptions withDropSource(boolean value) {
        return new MigrationOptions(kine, atMost, takeOver, value, progress);
    }

    public MigrationOptions withProgress(Consumer<? super MigrationStepped> value) {
        return new MigrationOptions(kine, atMost, takeOver, dropSource, value);
    }
}

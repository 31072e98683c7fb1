package io.kamaji.core.migrate;

import io.kamaji.core.event.MigrationStepped;
import io.kamaji.datastore.KineLauncher;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** How a tenant is moved. Immutable; {@link #builder()} starts from the {@link #defaults()}. */
public final class MigrationOptions {
    private static final MigrationOptions DEFAULTS = builder().build();

    private final Optional<KineLauncher> kine;
    private final Duration atMost;
    private final Duration takeOver;
    private final boolean dropSource;
    private final Consumer<? super MigrationStepped> progress;

    private MigrationOptions(Builder builder) {
        kine = builder.kine;
        atMost = builder.atMost;
        takeOver = builder.takeOver;
        dropSource = builder.dropSource;
        progress = builder.progress;
    }

    /** Within 10 min; the old store keeps what it has of the tenant, unless it drains. */
    public static MigrationOptions defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        var builder = builder()
                .atMost(atMost)
                .takeOver(takeOver)
                .dropSource(dropSource)
                .progress(progress);
        builder.kine = kine;
        return builder;
    }

    /** Starts a kine for stores that do not speak etcd's API; empty: a {@link PodKineLauncher}. */
    public Optional<KineLauncher> kine() {
        return kine;
    }

    /** Time limit of the whole. */
    public Duration atMost() {
        return atMost;
    }

    /** After how long without a sign of life another process may go on with the migration. */
    public Duration takeOver() {
        return takeOver;
    }

    /** Whether the old store is emptied of the tenant once the tenant runs on the new one; one that drains always is. */
    public boolean dropSource() {
        return dropSource;
    }

    /** Told of every step and page, as the listener of the settings is. */
    public Consumer<? super MigrationStepped> progress() {
        return progress;
    }

    @Override
    public String toString() {
        return "MigrationOptions[atMost=" + atMost + ", takeOver=" + takeOver + ", dropSource=" + dropSource + "]";
    }

    /** Builds {@link MigrationOptions}; not thread-safe. */
    public static final class Builder {
        private Optional<KineLauncher> kine = Optional.empty();
        private Duration atMost = Duration.ofMinutes(10);
        private Duration takeOver = Duration.ofMinutes(1);
        private boolean dropSource;
        private Consumer<? super MigrationStepped> progress = event -> {};

        private Builder() {}

        /** Default: a {@link PodKineLauncher}. */
        public Builder kine(KineLauncher value) {
            kine = Optional.of(value);
            return this;
        }

        /** Default: 10 min. */
        public Builder atMost(Duration value) {
            atMost = value;
            return this;
        }

        /** Default: 1 min. */
        public Builder takeOver(Duration value) {
            takeOver = value;
            return this;
        }

        /** Default: the old store keeps what it has, unless it drains, and it is dropped with the tenant. */
        public Builder dropSource(boolean value) {
            dropSource = value;
            return this;
        }

        /** Default: nobody is told. */
        public Builder progress(Consumer<? super MigrationStepped> value) {
            progress = value;
            return this;
        }

        public MigrationOptions build() {
            return new MigrationOptions(this);
        }
    }
}

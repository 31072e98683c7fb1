package io.kamaji.core.operator;

import java.time.Duration;
import java.util.UUID;

/**
 * How replicas of an operator agree who works on which tenants: by Leases (coordination.k8s.io/v1) of the admin cluster.
 * Defaults: one shard, so that one replica leads; a lease lasts 15 s, is renewed each 5 s, and writes stop 3 s before it
 * ends if it could not be. Immutable; {@link #toBuilder()} changes a copy.
 */
public final class Election {
    private final String namespace;
    private final String name;
    private final String identity;
    private final Duration duration;
    private final int shards;

    private Election(Builder builder) {
        namespace = builder.namespace;
        name = builder.name;
        identity = builder.identity;
        duration = builder.duration;
        shards = builder.shards;
    }

    /**
     * By a Lease of this name, or several whose names begin with it.
     *
     * @param namespace where the Lease is; it must exist
     */
    public static Election lease(String namespace, String name) {
        return new Builder(namespace, name).build();
    }

    /** Namespace of the Leases. */
    public String namespace() {
        return namespace;
    }

    /** Name of the Lease; of several, how their names begin. */
    public String name() {
        return name;
    }

    /** Who this replica is: no two at a time may have the same. */
    public String identity() {
        return identity;
    }

    /** How long a lease lasts that is not renewed. */
    public Duration duration() {
        return duration;
    }

    /** Over how many leases tenants are spread. */
    public int shards() {
        return shards;
    }

    public Builder toBuilder() {
        return new Builder(namespace, name)
                .identity(identity)
                .duration(duration)
                .shards(shards);
    }

    @Override
    public String toString() {
        return "Election[" + namespace + "/" + name + ", " + identity + ", " + shards + " of " + duration + "]";
    }

    /** Builds an {@link Election}; not thread-safe. */
    public static final class Builder {
        private final String namespace;
        private final String name;
        private String identity = UUID.randomUUID().toString();
        private Duration duration = Duration.ofSeconds(15);
        private int shards = 1;

        private Builder(String namespace, String name) {
            this.namespace = namespace;
            this.name = name;
        }

        /** Default: at random. */
        public Builder identity(String value) {
            identity = value;
            return this;
        }

        /** Default 15 s; at least 1 s. */
        public Builder duration(Duration value) {
            duration = value;
            return this;
        }

        /**
         * Default 1. With more, each replica takes its fair share of them; twice as many as replicas are a good number. All
         * replicas must have the same.
         */
        public Builder shards(int value) {
            shards = value;
            return this;
        }

        /** @throws IllegalArgumentException for less than a second or less than one shard */
        public Election build() {
            if (duration.compareTo(Duration.ofSeconds(1)) < 0 || shards < 1) {
                throw new IllegalArgumentException(shards + " shards of " + duration + ": at least 1 of PT1S");
            }
            return new Election(this);
        }
    }
}

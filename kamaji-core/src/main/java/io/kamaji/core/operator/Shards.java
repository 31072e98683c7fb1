package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/** Which objects are this replica's to work on. Thread-safe. */
interface Shards extends AutoCloseable {

    /** Which shard a key is of; the same in every process. */
    static int of(ObjectRef key, int shards) {
        var hash = (key.kind() + " " + key.namespace().orElse("") + "/" + key.name()).hashCode() * 0x9E3779B9;
        return Math.floorMod(hash ^ hash >>> 16, shards);
    }

    default int of(ObjectRef key) {
        return of(key, count());
    }

    /** How many shards there are. */
    int count();

    /** Whether this replica is to begin work on a shard. */
    boolean holds(int shard);

    /** How many it holds. */
    int held();

    /** What is before every write for a shard. */
    Fence fence(int shard);

    /** Which version of the operator rendered a shard, as its Lease says; empty if it does not, or there is none. */
    Optional<String> renderedBy(int shard);

    /** Notes it, with the next renewal. */
    void renderedBy(int shard, String version);

    /** How many tenants at a time may be rendered anew, as an annotation of a Lease says; empty if none does. */
    OptionalInt upgradeAtOnce();

    void start();

    /** Closes all fences. */
    @Override
    void close();

    /** Closes all fences and gives the shards away at once; nobody may be at work on them any more. */
    void release(Duration atMost);

    /** One shard, held for good. */
    record Alone(Fence fence, IntConsumer gained) implements Shards {
        static Shards of(InstantSource clock, IntConsumer gained) {
            return new Alone(Fence.open(clock), gained);
        }

        @Override
        public int count() {
            return 1;
        }

        @Override
        public boolean holds(int shard) {
            return fence.isOpen();
        }

        @Override
        public int held() {
            return fence.isOpen() ? 1 : 0;
        }

        @Override
        public Fence fence(int shard) {
            return fence;
        }

        @Override
        public Optional<String> renderedBy(int shard) {
            return Optional.empty();
        }

        @Override
        public void renderedBy(int shard, String version) {}

        @Override
        public OptionalInt upgradeAtOnce() {
            return OptionalInt.empty();
        }

        @Override
        public void start() {
            gained.accept(0);
        }

        @Override
        public void close() {
            fence.open(Duration.ZERO);
        }

        @Override
        public void release(Duration atMost) {
            close();
        }
    }
}

package io.kamaji.testkit.bed;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Makes an etcd server forget what is older than five minutes, as its own {@code --auto-compaction-retention=5m} would: the
 * bed's servers run without, and API servers don't compact a store that they share. Until it is closed.
 */
public final class EtcdCompaction implements AutoCloseable {
    private static final long MINUTES = 5;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ArrayDeque<Long> revisions = new ArrayDeque<>();
    private final EtcdRemains server;

    private EtcdCompaction(EtcdRemains server) {
        this.server = server;
    }

    /** Begins; the first time after five minutes. */
    public static EtcdCompaction start(Bed bed, String store) {
        var compaction = new EtcdCompaction(bed.remains(store));
        compaction.clock.scheduleAtFixedRate(compaction::turn, 0, 1, TimeUnit.MINUTES);
        return compaction;
    }

    private void turn() {
        try {
            revisions.add(server.revision());
            if (revisions.size() > MINUTES) {
                server.compact(revisions.remove());
            }
        } catch (IOException | IllegalStateException e) {
            System.out.println("not compacted: " + e); // by somebody else, or nothing was written since
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}

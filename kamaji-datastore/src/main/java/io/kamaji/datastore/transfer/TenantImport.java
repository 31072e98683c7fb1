package io.kamaji.datastore.transfer;

import io.kamaji.datastore.KeyValueStore;
import io.kamaji.datastore.KeyValueStore.Entry;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Puts what {@link TenantExport} wrote into a tenant's range of any store, a batch in memory at a time. Stateless. */
public final class TenantImport {
    private static final int KEYS = 100;
    private static final long BYTES = 1 << 20;

    private TenantImport() {}

    /**
     * Reads it to its end, without a store: whether it can be restored.
     *
     * @throws TransferException if it is damaged, cut off or of another form
     * @throws UncheckedIOException if the stream can't be read
     */
    public static ContentSummary check(InputStream source) {
        return new ExportReader(source).read(new ExportReader.Sink() {
            @Override
            public void lease(long id, Duration left) {}

            @Override
            public void entry(Entry entry) {}
        });
    }

    /**
     * Puts it into a range that must be empty. No API server may run on it meanwhile. A stream that turns out to be damaged
     * leaves nothing behind.
     *
     * @throws TransferException if the range is not empty, or the stream is damaged, cut off or of another form
     * @throws UncheckedIOException if the stream can't be read
     */
    public static ContentSummary read(InputStream source, KeyValueStore target, TransferProgress progress) {
        if (!target.read(Optional.empty(), OptionalLong.empty(), 1).entries().isEmpty()) {
            throw new TransferException("there are keys already: clear it first, or use replace", null);
        }
        return replace(source, target, progress);
    }

    /** The same, deleting what was there: {@link #check} the stream before. */
    public static ContentSummary replace(InputStream source, KeyValueStore target, TransferProgress progress) {
        target.clear();
        try {
            var writing = new Writing(target, progress);
            var summary = new ExportReader(source).read(writing);
            writing.flush();
            return summary;
        } catch (TransferException | UncheckedIOException e) {
            target.clear();
            throw e;
        }
    }

    private static final class Writing implements ExportReader.Sink {
        private final KeyValueStore target;
        private final TransferProgress progress;
        private final Leases leases;
        private final List<Entry> batch = new ArrayList<>();
        private long batchBytes;
        private long keys;
        private long bytes;

        Writing(KeyValueStore target, TransferProgress progress) {
            this.target = target;
            this.progress = progress;
            this.leases = new Leases(target);
        }

        @Override
        public void lease(long id, Duration left) {
            leases.learn(id, Optional.of(left));
        }

        @Override
        public void entry(Entry entry) {
            batch.add(entry);
            batchBytes += entry.size();
            if (batch.size() == KEYS || batchBytes > BYTES) {
                flush();
            }
        }

        void flush() {
            Batches.put(target, leases.translate(batch));
            keys += batch.size();
            bytes += batchBytes;
            batch.clear();
            batchBytes = 0;
            progress.moved(keys, bytes);
        }
    }
}

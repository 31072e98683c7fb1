package io.kamaji.datastore.transfer;

import io.kamaji.datastore.KeyValueStore;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;

/**
 * Writes one tenant's content at one revision into a stream, one page in memory at a time. Stateless.
 *
 * <p>Form, version 1; numbers are big-endian: {@code KAMAJIEX}, version (4 bytes); then records, each with its kind
 * (1 byte). {@code L}: lease id (8), seconds left (8), before the first key of the lease. {@code K}: lease id or 0 (8),
 * length of the key (4), key without the tenant's prefix, length of the value (4), value; in the order of the store.
 * {@code E}, once, last: revision (8), keys (8), bytes of keys and values (8), hash of the content as {@link
 * ContentSummary} has it (32), then SHA-256 of all bytes of the stream up to here (32). It holds Secrets in clear, unless
 * the tenant encrypts them: protect it as you protect the store.
 */
public final class TenantExport {
    static final byte[] MAGIC = {'K', 'A', 'M', 'A', 'J', 'I', 'E', 'X'};
    static final int VERSION = 1;
    static final char LEASE = 'L';
    static final char KEY = 'K';
    static final char END = 'E';

    private TenantExport() {}

    /**
     * Writes it; the stream is flushed and stays open. The store is only read, and may be in use.
     *
     * @throws UncheckedIOException if the stream can't be written
     * @throws io.kamaji.datastore.DataStoreException if the store can't be read, or has compacted the revision meanwhile
     */
    public static ContentSummary write(KeyValueStore source, OutputStream target, TransferProgress progress) {
        var digest = new DigestOutputStream(new BufferedOutputStream(target, 1 << 16), ContentDigest.sha256());
        var out = new DataOutputStream(digest);
        try {
            out.write(MAGIC);
            out.writeInt(VERSION);
            var known = new HashSet<Long>();
            var summary = Contents.walk(source, progress, page -> {
                try {
                    for (var entry : page) {
                        if (entry.lease() != 0 && known.add(entry.lease())) {
                            lease(
                                    out,
                                    entry.lease(),
                                    source.remaining(entry.lease()).orElse(Duration.ofSeconds(1)));
                        }
                        key(out, entry);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            out.writeByte(END);
            out.writeLong(summary.revision());
            out.writeLong(summary.keys());
            out.writeLong(summary.bytes());
            out.write(HexFormat.of().parseHex(summary.hash()));
            out.write(digest.getMessageDigest().digest());
            out.flush();
            return summary;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void lease(DataOutputStream out, long lease, Duration left) throws IOException {
        out.writeByte(LEASE);
        out.writeLong(lease);
        out.writeLong(left.toSeconds());
    }

    private static void key(DataOutputStream out, KeyValueStore.Entry entry) throws IOException {
        out.writeByte(KEY);
        out.writeLong(entry.lease());
        out.writeInt(entry.key().length);
        out.write(entry.key());
        out.writeInt(entry.value().length);
        out.write(entry.value());
    }
}

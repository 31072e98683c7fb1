package io.kamaji.datastore.transfer;

import io.kamaji.datastore.KeyValueStore.Entry;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Sums up entries as they go by, in any order; see {@link ContentSummary}. Not thread-safe. */
final class ContentDigest {
    private static final int SIZE = 32;

    private final MessageDigest hash = sha256();
    private final ByteBuffer head = ByteBuffer.allocate(1 + Integer.BYTES);
    private final byte[] sum = new byte[SIZE];
    private long keys;
    private long bytes;

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    void add(Entry entry) {
        hash.update(head.put(0, (byte) (entry.lease() == 0 ? 0 : 1))
                .putInt(1, entry.key().length)
                .array());
        hash.update(entry.key());
        add(hash.digest(entry.value()));
        keys++;
        bytes += entry.size();
    }

    /** Addition modulo 2^256, as of big-endian numbers. */
    private void add(byte[] one) {
        int carry = 0;
        for (int i = SIZE - 1; i >= 0; i--) {
            carry += (sum[i] & 0xFF) + (one[i] & 0xFF);
            sum[i] = (byte) carry;
            carry >>>= 8;
        }
    }

    long keys() {
        return keys;
    }

    long bytes() {
        return bytes;
    }

    ContentSummary summary(long revision) {
        return new ContentSummary(revision, keys, bytes, HexFormat.of().formatHex(sum));
    }
}

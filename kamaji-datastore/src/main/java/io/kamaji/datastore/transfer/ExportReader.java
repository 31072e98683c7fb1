package io.kamaji.datastore.transfer;

import io.kamaji.datastore.KeyValueStore.Entry;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/** Reads what {@link TenantExport} wrote, record by record. That it is whole is known at its end only. Not thread-safe. */
final class ExportReader {
    private static final int LARGEST = 64 << 20;

    /** What is told of each record, in the order of the stream. */
    interface Sink {
        void lease(long id, Duration left);

        void entry(Entry entry);
    }

    private final DigestInputStream digesting;
    private final DataInputStream in;
    private final Set<Long> leases = new HashSet<>(Set.of(0L));
    private final ContentDigest content = new ContentDigest();

    ExportReader(InputStream source) {
        this.digesting = new DigestInputStream(new BufferedInputStream(source, 1 << 16), ContentDigest.sha256());
        this.in = new DataInputStream(digesting);
    }

    /** @throws TransferException if the stream is damaged, cut off or of another form */
    ContentSummary read(Sink sink) {
        try {
            head();
            for (int kind = in.readUnsignedByte(); kind != TenantExport.END; kind = in.readUnsignedByte()) {
                record(kind, sink);
            }
            return end();
        } catch (EOFException e) {
            throw new TransferException("the export is cut off", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void head() throws IOException {
        if (!Arrays.equals(in.readNBytes(TenantExport.MAGIC.length), TenantExport.MAGIC)) {
            throw new TransferException("this is no export of a tenant", null);
        }
        int version = in.readInt();
        if (version != TenantExport.VERSION) {
            throw new TransferException("the export is of version " + version + ", not known here", null);
        }
    }

    private void record(int kind, Sink sink) throws IOException {
        if (kind == TenantExport.LEASE) {
            long id = in.readLong();
            leases.add(id);
            sink.lease(id, Duration.ofSeconds(in.readLong()));
        } else if (kind == TenantExport.KEY) {
            long lease = in.readLong();
            if (!leases.contains(lease)) {
                throw new TransferException("the export is damaged: lease " + lease + " is not in it", null);
            }
            var entry = new Entry(part(), part(), lease);
            content.add(entry);
            sink.entry(entry);
        } else {
            throw new TransferException("the export is damaged: no record begins with " + kind, null);
        }
    }

    private byte[] part() throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LARGEST) {
            throw new TransferException("the export is damaged: a part of " + length + " bytes", null);
        }
        var part = in.readNBytes(length);
        if (part.length < length) {
            throw new EOFException();
        }
        return part;
    }

    private ContentSummary end() throws IOException {
        long revision = in.readLong();
        var said = new ContentSummary(
                revision, in.readLong(), in.readLong(), HexFormat.of().formatHex(in.readNBytes(32)));
        var expected = digesting.getMessageDigest().digest();
        digesting.on(false);
        var found = content.summary(revision);
        if (!Arrays.equals(in.readNBytes(expected.length), expected) || !said.equals(found)) {
            throw new TransferException("the export is damaged: it says " + said + ", but holds " + found, null);
        }
        return found;
    }
}

package io.kamaji.datastore.etcd;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.KeyValueStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** The keys below one prefix, in an etcd or behind a kine. Not thread-safe. */
final class EtcdKeyValues implements KeyValueStore {
    private static final int PAGE = 1000;
    // So many of the longest keys, 1.5 MiB unless etcd is told otherwise, fit into an answer.
    private static final int SMALL_PAGE = 20;
    private static final int TRIES = 3;
    // Below the tenant's prefix, but no resource of an API server: those begin with registry/.
    private static final String SCRATCH = "kamaji-advance/";
    private static final int SCRATCH_KEYS = 100;

    private final EtcdCalls calls;
    private final ByteString start;
    private final ByteString end;

    /** @param keyPrefix without the slash at its end */
    EtcdKeyValues(EtcdCalls calls, String keyPrefix) {
        this.calls = calls;
        this.start = ByteString.copyFromUtf8(keyPrefix + "/");
        this.end = ByteString.copyFromUtf8(keyPrefix + "0");
    }

    @Override
    public Page read(Optional<byte[]> after, OptionalLong revision, int limit) {
        var from = after.map(key -> start.concat(ByteString.copyFrom(key)).concat(EtcdKeys.ZERO))
                .orElse(start);
        var answer = calls.call(
                KVGrpc::newBlockingStub,
                s -> s.range(RangeRequest.newBuilder()
                        .setKey(from)
                        .setRangeEnd(end)
                        .setRevision(revision.orElse(0))
                        .setLimit(limit)
                        .build()));
        var entries = answer.getKvsList().stream().map(this::entry).toList();
        return new Page(entries, revision.orElse(answer.getHeader().getRevision()), answer.getMore());
    }

    private Entry entry(KeyValue kv) {
        return new Entry(
                kv.getKey().substring(start.size()).toByteArray(), kv.getValue().toByteArray(), kv.getLease());
    }

    @Override
    public Optional<Entry> get(byte[] key) {
        return get(start.concat(ByteString.copyFrom(key)));
    }

    private Optional<Entry> get(ByteString key) {
        return calls
                .call(
                        KVGrpc::newBlockingStub,
                        s -> s.range(RangeRequest.newBuilder().setKey(key).build()))
                .getKvsList()
                .stream()
                .map(this::entry)
                .findFirst();
    }

    @Override
    public void put(List<Entry> entries) {
        calls.putAll(entries.stream()
                .map(entry -> PutRequest.newBuilder()
                        .setKey(start.concat(ByteString.copyFrom(entry.key())))
                        .setValue(UnsafeByteOperations.unsafeWrap(entry.value()))
                        .setLease(entry.lease())
                        .build())
                .toList());
    }

    /** kine gives a lease the number of its seconds, and does not say how many are left. */
    @Override
    public Optional<Duration> remaining(long lease) {
        if (!calls.knowsLeases()) {
            return Optional.of(Duration.ofSeconds(lease));
        }
        var answer = calls.call(
                LeaseGrpc::newBlockingStub,
                s -> s.leaseTimeToLive(
                        LeaseTimeToLiveRequest.newBuilder().setID(lease).build()));
        return answer.getTTL() > 0 ? Optional.of(Duration.ofSeconds(answer.getTTL())) : Optional.empty();
    }

    @Override
    public long grant(Duration time) {
        return calls.call(
                        LeaseGrpc::newBlockingStub,
                        s -> s.leaseGrant(LeaseGrantRequest.newBuilder()
                                .setTTL(Math.max(1, time.toSeconds()))
                                .build()))
                .getID();
    }

    /** @throws DataStoreException if keys stay: someone else writes them, or the server does not delete */
    @Override
    public void clear() {
        for (int tries = 0; tries < TRIES; ) {
            var page = keys(start, end);
            if (page.isEmpty()) {
                return;
            }
            calls.deleteAll(start, page);
            tries = get(page.get(0).getKey()).isPresent() ? tries + 1 : 0;
        }
        throw new DataStoreException("keys stay though they were deleted: " + this, null, null);
    }

    /** In kine each write has a revision of its own; etcd has one for all that are written at once. */
    @Override
    public boolean advance(long revision, Duration atMost) {
        var end = System.nanoTime() + atMost.toNanos();
        deleteScratch(); // what a process that was killed here left
        for (long now = revision(); now < revision; now = revision()) {
            // a write takes a millisecond at best: what can't be reached is not begun
            if (revision - now > (end - System.nanoTime()) / 1_000_000) {
                return false;
            }
            put(IntStream.range(0, (int) Math.min(SCRATCH_KEYS, revision - now))
                    .mapToObj(i -> new Entry((SCRATCH + i).getBytes(StandardCharsets.UTF_8), new byte[0], 0))
                    .toList());
            deleteScratch();
        }
        return true;
    }

    private long revision() {
        return read(Optional.empty(), OptionalLong.empty(), 1).revision();
    }

    private void deleteScratch() {
        var first = start.concat(ByteString.copyFromUtf8(SCRATCH));
        var keys = keys(first, first.substring(0, first.size() - 1).concat(ByteString.copyFromUtf8("0")));
        if (!keys.isEmpty()) {
            calls.deleteAll(first, keys);
        }
    }

    /** The first of a range; '0' follows the slash. A tenant may have made keys of which few fit into an answer. */
    private List<KeyValue> keys(ByteString from, ByteString to) {
        try {
            return keys(from, to, PAGE);
        } catch (DataStoreException e) {
            return keys(from, to, SMALL_PAGE);
        }
    }

    private List<KeyValue> keys(ByteString from, ByteString to, int limit) {
        return calls.call(
                        KVGrpc::newBlockingStub,
                        s -> s.range(RangeRequest.newBuilder()
                                .setKey(from)
                                .setRangeEnd(to)
                                .setKeysOnly(true)
                                .setLimit(limit)
                                .build()))
                .getKvsList();
    }

    @Override
    public void close() {
        calls.close();
    }

    @Override
    public String toString() {
        return "keys below " + start.toString(StandardCharsets.UTF_8);
    }
}

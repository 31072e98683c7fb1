package io.kamaji.datastore.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractBlockingStub;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.ResolvedDataStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The connections of one operation, one per endpoint, opened when needed. A call that meets an unreachable endpoint goes
 * on to the next, within the limit of one call; so every call must bear being repeated. Not thread-safe.
 */
final class EtcdSession implements EtcdCalls {
    private static final int STALE_TRIES = 20;

    private final ResolvedDataStore store;
    private final List<String> endpoints;
    private final Map<String, ManagedChannel> channels = new HashMap<>();
    private final Duration share;
    private int current;

    EtcdSession(ResolvedDataStore store) {
        this.store = store;
        this.endpoints = store.endpoints();
        if (endpoints.isEmpty()) {
            throw DataStoreException.refused(store, "", "it has no endpoint", "Set spec.endpoints.", null);
        }
        this.share = store.timeout().dividedBy(endpoints.size());
    }

    ResolvedDataStore store() {
        return store;
    }

    List<String> endpoints() {
        return endpoints;
    }

    /** The endpoint in use. */
    String endpoint() {
        return endpoints.get(current);
    }

    /**
     * One call, at the first endpoint that answers.
     *
     * @throws StatusRuntimeException if etcd answers with an error
     * @throws DataStoreException if no endpoint answers
     */
    <S extends AbstractBlockingStub<S>, T> T ask(Function<Channel, S> stub, Function<S, T> call) {
        List<String> problems = new ArrayList<>();
        for (int tries = 0; ; tries++) {
            try {
                return askAt(endpoint(), stub, call);
            } catch (StatusRuntimeException e) {
                if (!EtcdFailure.isUnreachable(e)) {
                    throw e;
                }
                problems.add((endpoints.size() > 1 ? endpoint() + ": " : "") + EtcdFailure.problem(e, share));
                current = (current + 1) % endpoints.size();
                if (tries + 1 == endpoints.size()) {
                    throw EtcdFailure.unreachable(store, String.join(",", endpoints), String.join("; ", problems), e);
                }
            }
        }
    }

    /** The same where every error of etcd is a failure. */
    @Override
    public <S extends AbstractBlockingStub<S>, T> T call(Function<Channel, S> stub, Function<S, T> call) {
        try {
            return ask(stub, call);
        } catch (StatusRuntimeException e) {
            throw EtcdFailure.refused(store, endpoint(), e);
        }
    }

    /** In one transaction: etcd takes 128 operations and 1.5 MiB at once unless told otherwise. */
    @Override
    public void putAll(List<PutRequest> puts) {
        var transaction = TxnRequest.newBuilder();
        puts.forEach(put -> transaction.addSuccess(RequestOp.newBuilder().setRequestPut(put)));
        call(KVGrpc::newBlockingStub, s -> s.txn(transaction.build()));
    }

    /** Page by page: a single deletion of a large tenant would hold up etcd, and the limit of a call. */
    @Override
    public void deleteAll(ByteString start, List<KeyValue> keys) {
        var end = EtcdKeys.behind(keys.get(keys.size() - 1).getKey());
        call(
                KVGrpc::newBlockingStub,
                s -> s.deleteRange(DeleteRangeRequest.newBuilder()
                        .setKey(start)
                        .setRangeEnd(end)
                        .build()));
    }

    @Override
    public boolean knowsLeases() {
        return true;
    }

    /** One call at one endpoint. */
    <S extends AbstractBlockingStub<S>, T> T askAt(String endpoint, Function<Channel, S> stub, Function<S, T> call) {
        for (int tries = 1; ; tries++) {
            try {
                return call.apply(
                        stub.apply(channel(endpoint)).withDeadlineAfter(share.toNanos(), TimeUnit.NANOSECONDS));
            } catch (StatusRuntimeException e) {
                if (tries == STALE_TRIES || !EtcdFailure.isStale(e)) {
                    throw e;
                }
            }
        }
    }

    private ManagedChannel channel(String endpoint) {
        return channels.computeIfAbsent(endpoint, each -> EtcdChannels.store(store, each));
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}

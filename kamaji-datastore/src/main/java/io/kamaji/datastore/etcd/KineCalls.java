package io.kamaji.datastore.etcd;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractBlockingStub;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.KineLauncher;
import io.kamaji.datastore.ResolvedDataStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A kine that was started for us. It takes three forms of transactions, those that kube-apiserver makes: create, update and
 * delete one key, each at a known revision; so there are many calls, side by side, as each has a round trip to the store. A
 * deletion without a revision is answered but not done. Not thread-safe; closing ends the kine. Source: kine 0.17.5,
 * pkg/server.
 */
final class KineCalls implements EtcdCalls {
    // kine opens two connections to PostgreSQL for each call that is under way, and keeps 20: with more calls it would
    // connect anew, with TLS and password, for every eighth key.
    private static final int AT_ONCE = 8;

    private final ResolvedDataStore store;
    private final KineLauncher.Running kine;
    private final ManagedChannel channel;

    KineCalls(ResolvedDataStore store, KineLauncher.Running kine) {
        this.store = store;
        this.kine = kine;
        this.channel = EtcdChannels.kine(store, kine);
    }

    @Override
    public <S extends AbstractBlockingStub<S>, T> T call(Function<Channel, S> stub, Function<S, T> call) {
        try {
            return call.apply(
                    stub.apply(channel).withDeadlineAfter(store.timeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (StatusRuntimeException e) {
            throw failure(e);
        }
    }

    private DataStoreException failure(Exception e) {
        return DataStoreException.refused(
                store, kine.address(), "kine answers " + e.getMessage(), "See the log of kine and of the store.", e);
    }

    /** What is there already is put anew, at the revision that it has. */
    @Override
    public void putAll(List<PutRequest> puts) {
        var created = all(puts.stream().map(put -> put(put, 0)).toList());
        for (int i = 0; i < puts.size(); i++) {
            if (!created.get(i).getSucceeded()) {
                update(puts.get(i));
            }
        }
    }

    private void update(PutRequest put) {
        var found = call(
                KVGrpc::newBlockingStub,
                s -> s.range(RangeRequest.newBuilder().setKey(put.getKey()).build()));
        long revision = found.getKvsCount() == 0 ? 0 : found.getKvs(0).getModRevision();
        if (!all(List.of(put(put, revision))).get(0).getSucceeded()) {
            throw DataStoreException.refused(
                    store,
                    kine.address(),
                    "kine does not put key " + put.getKey().toStringUtf8(),
                    "Make sure that nobody else writes to the tenant's keys, and that no two of them differ in upper and"
                            + " lower case only, which MySQL does not tell apart.",
                    null);
        }
    }

    @Override
    public void deleteAll(ByteString start, List<KeyValue> keys) {
        all(keys.stream().map(KineCalls::deletion).toList());
    }

    private static TxnRequest put(PutRequest put, long revision) {
        var transaction =
                at(put.getKey(), revision).addSuccess(RequestOp.newBuilder().setRequestPut(put));
        return revision == 0
                ? transaction.build()
                : transaction.addFailure(range(put.getKey())).build();
    }

    private static TxnRequest deletion(KeyValue key) {
        return at(key.getKey(), key.getModRevision())
                .addSuccess(RequestOp.newBuilder()
                        .setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(key.getKey())))
                .addFailure(range(key.getKey()))
                .build();
    }

    private static TxnRequest.Builder at(ByteString key, long revision) {
        return TxnRequest.newBuilder()
                .addCompare(Compare.newBuilder()
                        .setKey(key)
                        .setTarget(Compare.CompareTarget.MOD)
                        .setResult(Compare.CompareResult.EQUAL)
                        .setModRevision(revision));
    }

    private static RequestOp range(ByteString key) {
        return RequestOp.newBuilder()
                .setRequestRange(RangeRequest.newBuilder().setKey(key))
                .build();
    }

    private List<TxnResponse> all(List<TxnRequest> transactions) {
        var running = new ArrayDeque<ListenableFuture<TxnResponse>>();
        var results = new ArrayList<TxnResponse>();
        try {
            for (var transaction : transactions) {
                if (running.size() == AT_ONCE) {
                    results.add(running.remove().get());
                }
                running.add(KVGrpc.newFutureStub(channel)
                        .withDeadlineAfter(store.timeout().toMillis(), TimeUnit.MILLISECONDS)
                        .txn(transaction));
            }
            for (var last : running) {
                results.add(last.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw failure(e.getCause() instanceof StatusRuntimeException status ? status : e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataStoreException("interrupted", null, e);
        }
    }

    @Override
    public boolean knowsLeases() {
        return false;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        kine.close();
    }
}

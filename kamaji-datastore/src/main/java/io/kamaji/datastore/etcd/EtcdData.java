package io.kamaji.datastore.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The keys of one tenant and its owner's mark. */
final class EtcdData {
    private final EtcdSession session;
    private final EtcdKeys keys;

    EtcdData(EtcdSession session, EtcdKeys keys) {
        this.session = session;
        this.keys = keys;
    }

    /** The owner in the mark, whether there are keys, and whether the tenant is frozen, all at one revision. */
    record Found(Optional<String> owner, boolean keys, boolean frozen) {}

    Found find() {
        var answer = session.call(
                KVGrpc::newBlockingStub,
                s -> s.txn(TxnRequest.newBuilder()
                        .addSuccess(range(RangeRequest.newBuilder().setKey(keys.mark())))
                        .addSuccess(range(RangeRequest.newBuilder()
                                .setKey(keys.start())
                                .setRangeEnd(keys.end())
                                .setLimit(1)
                                .setKeysOnly(true)))
                        .addSuccess(range(RangeRequest.newBuilder().setKey(keys.frozen())))
                        .build()));
        var owner = answer.getResponses(0).getResponseRange().getKvsList().stream()
                .findFirst()
                .map(kv -> kv.getValue().toString(StandardCharsets.UTF_8));
        return new Found(
                owner,
                answer.getResponses(1).getResponseRange().getKvsCount() > 0,
                answer.getResponses(2).getResponseRange().getKvsCount() > 0);
    }

    private static RequestOp range(RangeRequest.Builder request) {
        return RequestOp.newBuilder().setRequestRange(request).build();
    }

    /** Puts the mark unless there is one; who won is seen by reading it again. */
    void mark(String owner) {
        session.call(
                KVGrpc::newBlockingStub,
                s -> s.txn(TxnRequest.newBuilder()
                        .addCompare(Compare.newBuilder()
                                .setKey(keys.mark())
                                .setTarget(Compare.CompareTarget.CREATE)
                                .setResult(Compare.CompareResult.EQUAL)
                                .setCreateRevision(0))
                        .addSuccess(RequestOp.newBuilder()
                                .setRequestPut(PutRequest.newBuilder()
                                        .setKey(keys.mark())
                                        .setValue(ByteString.copyFromUtf8(owner))))
                        .build()));
    }

    /** Sets or removes the mark of a freeze, by which every pass grants reading only. */
    void markFrozen(boolean frozen) {
        session.call(
                KVGrpc::newBlockingStub,
                s -> frozen
                        ? s.put(PutRequest.newBuilder().setKey(keys.frozen()).build())
                        : s.deleteRange(DeleteRangeRequest.newBuilder()
                                .setKey(keys.frozen())
                                .build()));
    }

    void unmark() {
        markFrozen(false);
        session.call(
                KVGrpc::newBlockingStub,
                s -> s.deleteRange(
                        DeleteRangeRequest.newBuilder().setKey(keys.mark()).build()));
    }

    void clear(String keyPrefix) {
        new EtcdKeyValues(session, keyPrefix).clear();
    }
}

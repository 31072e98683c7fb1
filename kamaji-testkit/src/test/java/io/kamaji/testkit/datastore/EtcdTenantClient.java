package io.kamaji.testkit.datastore;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import io.etcd.jetcd.api.*;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.TlsChannelCredentials;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.kamaji.datastore.TenantAccount;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** etcd with the client certificate of a tenant. */
final class EtcdTenantClient implements TenantClient {
    private static final ByteString ZERO = ByteString.copyFrom(new byte[] {0});
    private final ManagedChannel channel;
    private final TenantAccount tenant;

    EtcdTenantClient(EtcdServer server, TenantAccount tenant) {
        this.tenant = tenant;
        try {
            var pair = server.client(tenant.username());
            var credentials = TlsChannelCredentials.newBuilder()
                    .trustManager(stream(server.authority().certificatePem()))
                    .keyManager(
                            stream(pair.certificatePem()),
                            stream(pkcs8(pair.key().getEncoded())))
                    .build();
            channel = Grpc.newChannelBuilder("dns:///" + server.endpoint(), credentials)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String pkcs8(byte[] der) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END PRIVATE KEY-----\n";
    }

    private KVGrpc.KVBlockingStub kv() {
        return KVGrpc.newBlockingStub(channel).withDeadlineAfter(5, TimeUnit.SECONDS);
    }

    private AuthGrpc.AuthBlockingStub auth() {
        return AuthGrpc.newBlockingStub(channel).withDeadlineAfter(5, TimeUnit.SECONDS);
    }

    private LeaseGrpc.LeaseBlockingStub lease() {
        return LeaseGrpc.newBlockingStub(channel).withDeadlineAfter(5, TimeUnit.SECONDS);
    }

    private MaintenanceGrpc.MaintenanceBlockingStub maintenance() {
        return MaintenanceGrpc.newBlockingStub(channel).withDeadlineAfter(5, TimeUnit.SECONDS);
    }

    private static ByteString key(TenantAccount tenant, String key) {
        return ByteString.copyFromUtf8("/" + tenant.schema() + "/" + key);
    }

    @Override
    public void put(String key, String value) {
        kv().put(PutRequest.newBuilder()
                .setKey(key(tenant, key))
                .setValue(ByteString.copyFromUtf8(value))
                .build());
    }

    @Override
    public Optional<String> get(String key) {
        return kv().range(RangeRequest.newBuilder().setKey(key(tenant, key)).build()).getKvsList().stream()
                .findFirst()
                .map(kv -> kv.getValue().toStringUtf8());
    }

    @Override
    public Map<String, Callable<?>> attacks(TenantAccount other) {
        var theirs = key(other, "secret");
        var own = key(tenant, "secret");
        Map<String, Callable<?>> all = new LinkedHashMap<>();
        all.put("get", () -> kv().range(RangeRequest.newBuilder().setKey(theirs).build()));
        all.put(
                "get everything",
                () -> kv().range(RangeRequest.newBuilder()
                        .setKey(ZERO)
                        .setRangeEnd(ZERO)
                        .build()));
        all.put(
                "get open-ended from own",
                () -> kv().range(RangeRequest.newBuilder()
                        .setKey(own)
                        .setRangeEnd(ZERO)
                        .build()));
        all.put(
                "get range over the end of own",
                () -> kv().range(RangeRequest.newBuilder()
                        .setKey(own)
                        .setRangeEnd(ByteString.copyFromUtf8("/" + other.schema() + "0"))
                        .build()));
        all.put(
                "get mark",
                () -> kv().range(RangeRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("kamaji.owner/" + other.schema()))
                        .build()));
        all.put("put", () -> kv().put(PutRequest.newBuilder().setKey(theirs).build()));
        all.put(
                "put mark",
                () -> kv().put(PutRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("kamaji.owner/" + tenant.schema()))
                        .build()));
        all.put(
                "delete",
                () -> kv().deleteRange(
                                DeleteRangeRequest.newBuilder().setKey(theirs).build()));
        all.put(
                "delete everything",
                () -> kv().deleteRange(DeleteRangeRequest.newBuilder()
                        .setKey(ZERO)
                        .setRangeEnd(ZERO)
                        .build()));
        all.put(
                "compare in a transaction",
                () -> kv().txn(TxnRequest.newBuilder()
                        .addCompare(Compare.newBuilder().setKey(theirs).setTarget(Compare.CompareTarget.VERSION))
                        .build()));
        all.put(
                "nested transaction",
                () -> kv().txn(TxnRequest.newBuilder()
                        .addSuccess(RequestOp.newBuilder()
                                .setRequestTxn(TxnRequest.newBuilder()
                                        .addSuccess(RequestOp.newBuilder()
                                                .setRequestRange(RangeRequest.newBuilder()
                                                        .setKey(theirs)))))
                        .build()));
        all.put(
                "nested transaction that writes",
                () -> kv().txn(TxnRequest.newBuilder()
                        .addSuccess(RequestOp.newBuilder()
                                .setRequestTxn(TxnRequest.newBuilder()
                                        .addSuccess(RequestOp.newBuilder()
                                                .setRequestPut(
                                                        PutRequest.newBuilder().setKey(theirs)))))
                        .build()));
        all.put(
                "PrevKv put in a transaction",
                () -> kv().txn(TxnRequest.newBuilder()
                        .addSuccess(RequestOp.newBuilder()
                                .setRequestPut(
                                        PutRequest.newBuilder().setKey(theirs).setPrevKv(true)))
                        .build()));
        all.put(
                "PrevKv delete in a transaction",
                () -> kv().txn(TxnRequest.newBuilder()
                        .addSuccess(RequestOp.newBuilder()
                                .setRequestDeleteRange(DeleteRangeRequest.newBuilder()
                                        .setKey(theirs)
                                        .setPrevKv(true)))
                        .build()));
        all.put("watch", () -> watch(theirs, ByteString.EMPTY));
        all.put("open-ended watch", () -> watch(own, ZERO));
        all.put("watch of everything", () -> watch(ZERO, ZERO));
        all.put(
                "compact",
                () -> kv().compact(CompactionRequest.newBuilder().setRevision(1).build()));
        all.put(
                "alarm",
                () -> maintenance()
                        .alarm(AlarmRequest.newBuilder()
                                .setAction(AlarmRequest.AlarmAction.ACTIVATE)
                                .setAlarm(AlarmType.NOSPACE)
                                .build()));
        all.put(
                "snapshot",
                () -> maintenance()
                        .snapshot(SnapshotRequest.getDefaultInstance())
                        .next());
        all.put("defragment", () -> maintenance().defragment(DefragmentRequest.getDefaultInstance()));
        all.put("hash", () -> maintenance().hashKV(HashKVRequest.getDefaultInstance()));
        all.put(
                "user add",
                () -> auth().userAdd(AuthUserAddRequest.newBuilder()
                        .setName("x")
                        .setPassword("x")
                        .build()));
        all.put(
                "role add",
                () -> auth().roleAdd(
                                AuthRoleAddRequest.newBuilder().setName("x").build()));
        all.put("user list", () -> auth().userList(AuthUserListRequest.getDefaultInstance()));
        all.put(
                "grant of root",
                () -> auth().userGrantRole(AuthUserGrantRoleRequest.newBuilder()
                        .setUser(tenant.username())
                        .setRole("root")
                        .build()));
        all.put("auth disable", () -> auth().authDisable(AuthDisableRequest.getDefaultInstance()));
        return all;
    }

    MemberListResponse members() {
        return ClusterGrpc.newBlockingStub(channel)
                .withDeadlineAfter(5, TimeUnit.SECONDS)
                .memberList(MemberListRequest.getDefaultInstance());
    }

    AlarmResponse alarms() {
        return maintenance().alarm(AlarmRequest.getDefaultInstance());
    }

    long grantLease(String key) {
        long id = lease().leaseGrant(LeaseGrantRequest.newBuilder().setTTL(600).build())
                .getID();
        kv().put(PutRequest.newBuilder().setKey(key(tenant, key)).setLease(id).build());
        return id;
    }

    Object revokeLease(long id) {
        return lease().leaseRevoke(LeaseRevokeRequest.newBuilder().setID(id).build());
    }

    Object leases() {
        var method = MethodDescriptor.<Empty, Empty>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("etcdserverpb.Lease/LeaseLeases")
                .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                .build();
        return ClientCalls.blockingUnaryCall(
                channel,
                method,
                CallOptions.DEFAULT.withDeadlineAfter(5, TimeUnit.SECONDS),
                Empty.getDefaultInstance());
    }

    private Object watch(ByteString key, ByteString end) throws Exception {
        var first = new CompletableFuture<WatchResponse>();
        var requests = WatchGrpc.newStub(channel)
                .withDeadlineAfter(5, TimeUnit.SECONDS)
                .watch(new StreamObserver<>() {
                    @Override
                    public void onNext(WatchResponse value) {
                        first.complete(value);
                    }

                    @Override
                    public void onError(Throwable t) {
                        first.completeExceptionally(t);
                    }

                    @Override
                    public void onCompleted() {
                        first.completeExceptionally(new IllegalStateException("ended"));
                    }
                });
        requests.onNext(WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(key)
                        .setRangeEnd(end)
                        .setStartRevision(1)
                        .setPrevKv(true))
                .build());
        var answer = first.get(5, TimeUnit.SECONDS);
        requests.onCompleted();
        if (answer.getCanceled()) {
            throw new IllegalStateException("canceled: " + answer.getCancelReason());
        }
        return answer;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}

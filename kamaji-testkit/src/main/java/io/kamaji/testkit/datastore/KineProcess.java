package io.kamaji.testkit.datastore;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.kamaji.datastore.KineLauncher;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.testkit.process.internal.ServerProcess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A real kine with what a binding says, as a pod of the tenant would run it: variables expanded, files in its folder, on
 * a free port of 127.0.0.1 instead of its socket. Not thread-safe.
 */
final class KineProcess implements TenantClient {
    private final ServerProcess process = new ServerProcess("kine");
    private final ManagedChannel channel;
    private final KVGrpc.KVBlockingStub kv;
    private final String prefix;

    KineProcess(StorageBinding binding, TenantAccount tenant, Optional<KeyedCertificate> ownCertificate) {
        this(binding, tenant, ownCertificate, Path.of(StorageBinding.KINE_DATA_FOLDER));
    }

    /** With a folder that stands for the volume of its data. */
    KineProcess(
            StorageBinding binding, TenantAccount tenant, Optional<KeyedCertificate> ownCertificate, Path dataFolder) {
        prefix = tenant.keyPrefix() + "/";
        var files = new HashMap<>(binding.files());
        ownCertificate.ifPresent(pair -> {
            files.put("server.crt", pair.certificatePem());
            files.put("server.key", pair.keyPem());
        });
        int port;
        try {
            port = LocalKine.withVolumes(each -> dataFolder)
                    .start(process, new KineLauncher.Request("local", binding, tenant, files));
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
        channel = Grpc.newChannelBuilder("dns:///127.0.0.1:" + port, InsecureChannelCredentials.create())
                .build();
        kv = KVGrpc.newBlockingStub(channel);
    }

    static boolean available() {
        return LocalKine.unavailable().isEmpty();
    }

    private ByteString key(String key) {
        return ByteString.copyFromUtf8(prefix + key);
    }

    /** As kube-apiserver creates: kine takes no plain put. */
    @Override
    public void put(String key, String value) {
        var compare = Compare.newBuilder()
                .setKey(key(key))
                .setTarget(Compare.CompareTarget.MOD)
                .setResult(Compare.CompareResult.EQUAL)
                .setModRevision(0);
        var put = PutRequest.newBuilder().setKey(key(key)).setValue(ByteString.copyFromUtf8(value));
        var answer = kv.withDeadlineAfter(10, TimeUnit.SECONDS)
                .txn(TxnRequest.newBuilder()
                        .addCompare(compare)
                        .addSuccess(RequestOp.newBuilder().setRequestPut(put))
                        .build());
        if (!answer.getSucceeded()) {
            throw new IllegalStateException(key + " is there already");
        }
    }

    @Override
    public Optional<String> get(String key) {
        var answer = kv.withDeadlineAfter(10, TimeUnit.SECONDS)
                .range(RangeRequest.newBuilder().setKey(key(key)).build());
        return answer.getKvsList().stream()
                .findFirst()
                .map(found -> found.getValue().toStringUtf8());
    }

    /** None: what kine itself can do is in its tenant's schema only. */
    @Override
    public Map<String, Callable<?>> attacks(TenantAccount other) {
        return Map.of();
    }

    String log() {
        return process.log();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        process.close();
    }
}

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
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.TenantStore;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.testkit.Binaries;
import java.nio.file.Path;
import java.util.ArrayList;
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

    KineProcess(StorageBinding binding, TenantStore tenant, Optional<KeyedCertificate> ownCertificate) {
        this(binding, tenant, ownCertificate, Path.of(StorageBinding.KINE_DATA_FOLDER));
    }

    /** With a folder that stands for the volume of its data. */
    KineProcess(
            StorageBinding binding, TenantStore tenant, Optional<KeyedCertificate> ownCertificate, Path dataFolder) {
        prefix = tenant.keyPrefix() + "/";
        binding.files().forEach(process::write);
        ownCertificate.ifPresent(pair -> process.write("server", pair));
        var port = ServerProcess.freePort();
        var kine = binding.kine().orElseThrow();
        var command = new ArrayList<String>();
        command.add(Binaries.standard().find("kine", "").orElseThrow().toString());
        command.add("--listen-address=127.0.0.1:" + port);
        command.add("--metrics-bind-address=0");
        command.add("--endpoint="
                + here(expand(kine.endpoint(), binding, tenant))
                        .replace(StorageBinding.KINE_DATA_FOLDER, dataFolder.toString()));
        kine.flags().forEach((name, value) -> command.add(name + "=" + here(value)));
        try {
            process.start(command, Map.of(), port);
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
        channel = Grpc.newChannelBuilder("dns:///127.0.0.1:" + port, InsecureChannelCredentials.create())
                .build();
        kv = KVGrpc.newBlockingStub(channel);
    }

    static boolean available() {
        return Binaries.standard().find("kine", "").isPresent();
    }

    private static String expand(String text, StorageBinding binding, TenantStore tenant) {
        return text.replace("$(DB_USER)", tenant.username())
                .replace("$(DB_PASSWORD)", tenant.password())
                .replace("$(DB_SCHEMA)", tenant.schema())
                .replace("$(DB_CONNECTION_STRING)", binding.connectionString());
    }

    private String here(String text) {
        return text.replace(StorageBinding.KINE_FOLDER + "/", process.folder() + "/");
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
    public Map<String, Callable<?>> attacks(TenantStore other) {
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

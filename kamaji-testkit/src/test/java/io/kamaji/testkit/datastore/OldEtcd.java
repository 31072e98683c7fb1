package io.kamaji.testkit.datastore;

import com.google.protobuf.Empty;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthRoleGetRequest;
import io.etcd.jetcd.api.AuthRoleGetResponse;
import io.etcd.jetcd.api.AuthRoleListRequest;
import io.etcd.jetcd.api.AuthRoleListResponse;
import io.etcd.jetcd.api.AuthUserGetRequest;
import io.etcd.jetcd.api.AuthUserGetResponse;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.Grpc;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.kamaji.api.DataStore;
import io.kamaji.testkit.process.internal.ServerCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** As much of an etcd as says its version, its roles and that it holds no key: old ones can't be had as binaries here. */
final class OldEtcd implements AutoCloseable {
    private static final MethodDescriptor<Empty, Empty> AUTH_STATUS = MethodDescriptor.<Empty, Empty>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("etcdserverpb.Auth/AuthStatus")
            .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
            .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
            .build();
    private static final Empty ENABLED = Empty.newBuilder()
            .setUnknownFields(UnknownFieldSet.newBuilder()
                    .addField(2, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                    .build())
            .build();

    private final ServerCertificates certificates = ServerCertificates.create("etcd");
    private final Server server;

    private OldEtcd(String version, List<String> roles) throws IOException {
        var pair = certificates.server();
        var credentials = TlsServerCredentials.newBuilder()
                .keyManager(
                        stream(pair.certificatePem()), stream(pkcs8(pair.key().getEncoded())))
                .trustManager(stream(certificates.authority().certificatePem()))
                .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                .build();
        server = Grpc.newServerBuilderForPort(0, credentials)
                .addService(new Maintenance(version))
                .addService(auth(roles))
                .addService(new Keys())
                .build()
                .start();
    }

    static OldEtcd start(String version, List<String> roles) {
        try {
            return new OldEtcd(version, roles);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String endpoint() {
        return "127.0.0.1:" + server.getPort();
    }

    DataStore dataStore() {
        return EtcdServer.dataStore(certificates.authority(), certificates.client("root"), endpoint());
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String pkcs8(byte[] der) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static <T> void answer(StreamObserver<T> to, T answer) {
        to.onNext(answer);
        to.onCompleted();
    }

    private static void absent(StreamObserver<?> to, String what) {
        to.onError(Status.FAILED_PRECONDITION
                .withDescription("etcdserver: " + what + " name not found")
                .asRuntimeException());
    }

    private static ServerServiceDefinition auth(List<String> roles) {
        var known = new Auth(roles).bindService();
        var all = ServerServiceDefinition.builder(known.getServiceDescriptor().getName());
        known.getMethods().forEach(all::addMethod);
        return all.addMethod(
                        AUTH_STATUS,
                        ServerCalls.asyncUnaryCall((Empty asked, StreamObserver<Empty> to) -> answer(to, ENABLED)))
                .build();
    }

    private static final class Maintenance extends MaintenanceGrpc.MaintenanceImplBase {
        private final String version;

        private Maintenance(String version) {
            this.version = version;
        }

        @Override
        public void status(StatusRequest asked, StreamObserver<StatusResponse> to) {
            answer(to, StatusResponse.newBuilder().setVersion(version).build());
        }
    }

    private static final class Auth extends AuthGrpc.AuthImplBase {
        private final List<String> roles;

        private Auth(List<String> roles) {
            this.roles = roles;
        }

        @Override
        public void roleList(AuthRoleListRequest asked, StreamObserver<AuthRoleListResponse> to) {
            answer(to, AuthRoleListResponse.newBuilder().addAllRoles(roles).build());
        }

        @Override
        public void userGet(AuthUserGetRequest asked, StreamObserver<AuthUserGetResponse> to) {
            absent(to, "user");
        }

        @Override
        public void roleGet(AuthRoleGetRequest asked, StreamObserver<AuthRoleGetResponse> to) {
            absent(to, "role");
        }
    }

    private static final class Keys extends KVGrpc.KVImplBase {
        @Override
        public void txn(TxnRequest asked, StreamObserver<TxnResponse> to) {
            var nothing = ResponseOp.newBuilder().setResponseRange(RangeResponse.getDefaultInstance());
            var answer = TxnResponse.newBuilder().setSucceeded(true);
            asked.getSuccessList().forEach(range -> answer.addResponses(nothing));
            answer(to, answer.build());
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}

package io.kamaji.datastore.etcd;

import com.google.protobuf.Empty;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthRoleListRequest;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.StatusRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.AbstractBlockingStub;
import io.grpc.stub.ClientCalls;
import io.kamaji.datastore.DataStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be true of the server itself before tenants are put on it. */
final class EtcdServerState {
    private static final Logger LOG = LoggerFactory.getLogger(EtcdServerState.class);
    private static final int AUTH_ENABLED = 2;

    private EtcdServerState() {}

    /** Answered as root, and with authentication on: without it every client may do everything. */
    static void requireAuthentication(EtcdSession session) {
        boolean enabled = session.call(AuthStatusStub::new, AuthStatusStub::enabled);
        if (!enabled) {
            throw DataStoreException.refused(
                    session.store(),
                    session.endpoint(),
                    "authentication is off, so that every client may read and write the keys of every tenant",
                    "Make user and role root and enable it: etcdctl auth enable.",
                    null);
        }
    }

    /** Every member that answers confines grants to their range; or there is no other tenant to protect. */
    static void requireConfinement(EtcdSession session, String schema) {
        for (String endpoint : session.endpoints()) {
            String version;
            try {
                version = session.askAt(
                                endpoint,
                                MaintenanceGrpc::newBlockingStub,
                                s -> s.status(StatusRequest.getDefaultInstance()))
                        .getVersion();
            } catch (StatusRuntimeException e) {
                LOG.warn(
                        "etcd datastore {}: no version from {}: {}",
                        session.store().name(),
                        endpoint,
                        EtcdFailure.problem(e, session.store().timeout()));
                continue;
            }
            if (EtcdVersion.parse(version).filter(EtcdVersion::confines).isEmpty() && hasOther(session, schema)) {
                throw DataStoreException.refused(
                        session.store(),
                        endpoint,
                        "etcd " + version + " does not confine a user to its range of keys (fixed in 3.5.33, 3.6.14 and"
                                + " 3.7.1), so that a further tenant could reach the keys of the others",
                        "Upgrade etcd, or accept it with EtcdDriver.acceptingLeaks().",
                        null);
            }
        }
    }

    private static boolean hasOther(EtcdSession session, String schema) {
        return session
                .call(AuthGrpc::newBlockingStub, s -> s.roleList(AuthRoleListRequest.getDefaultInstance()))
                .getRolesList()
                .stream()
                .anyMatch(role -> !role.equals("root") && !role.equals(schema));
    }

    /** Auth.AuthStatus (etcd 3.5 on), which jetcd's stubs lack. */
    private static final class AuthStatusStub extends AbstractBlockingStub<AuthStatusStub> {
        private static final MethodDescriptor<Empty, Empty> METHOD = MethodDescriptor.<Empty, Empty>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("etcdserverpb.Auth/AuthStatus")
                .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                .build();

        AuthStatusStub(Channel channel) {
            this(channel, CallOptions.DEFAULT);
        }

        private AuthStatusStub(Channel channel, CallOptions options) {
            super(channel, options);
        }

        @Override
        protected AuthStatusStub build(Channel channel, CallOptions options) {
            return new AuthStatusStub(channel, options);
        }

        boolean enabled() {
            var answer =
                    ClientCalls.blockingUnaryCall(getChannel(), METHOD, getCallOptions(), Empty.getDefaultInstance());
            return answer.getUnknownFields()
                    .getField(AUTH_ENABLED)
                    .getVarintList()
                    .contains(1L);
        }
    }
}

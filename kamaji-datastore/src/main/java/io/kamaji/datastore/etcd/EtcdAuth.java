package io.kamaji.datastore.etcd;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthRoleAddRequest;
import io.etcd.jetcd.api.AuthRoleDeleteRequest;
import io.etcd.jetcd.api.AuthRoleGetRequest;
import io.etcd.jetcd.api.AuthRoleGrantPermissionRequest;
import io.etcd.jetcd.api.AuthRoleRevokePermissionRequest;
import io.etcd.jetcd.api.AuthUserAddRequest;
import io.etcd.jetcd.api.AuthUserDeleteRequest;
import io.etcd.jetcd.api.AuthUserGetRequest;
import io.etcd.jetcd.api.AuthUserGrantRoleRequest;
import io.etcd.jetcd.api.Permission;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Users and roles of etcd. Each change may be repeated: "is there already" and "is not there" are no failures. */
final class EtcdAuth {
    private static final int OPTIONS = 3;
    // UserAddOptions{no_password: true}, which jetcd's stubs lack; without it the user could log in with an empty
    // password.
    private static final UnknownFieldSet NO_PASSWORD = UnknownFieldSet.newBuilder()
            .addField(
                    OPTIONS,
                    UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(ByteString.copyFrom(new byte[] {0x08, 0x01}))
                            .build())
            .build();

    private final EtcdSession session;

    EtcdAuth(EtcdSession session) {
        this.session = session;
    }

    /** Roles of a user; empty if there is no such user. */
    Optional<List<String>> rolesOf(String user) {
        return read(
                "user name not found",
                s -> List.copyOf(
                        s.userGet(AuthUserGetRequest.newBuilder().setName(user).build())
                                .getRolesList()));
    }

    /** Permissions of a role; empty if there is no such role. */
    Optional<List<Permission>> permissionsOf(String role) {
        return read(
                "role name not found",
                s -> s.roleGet(AuthRoleGetRequest.newBuilder().setRole(role).build())
                        .getPermList());
    }

    void addUser(String name) {
        change(
                "user name already exists",
                s -> s.userAdd(AuthUserAddRequest.newBuilder()
                        .setName(name)
                        .setUnknownFields(NO_PASSWORD)
                        .build()));
    }

    void addRole(String name) {
        change(
                "role name already exists",
                s -> s.roleAdd(AuthRoleAddRequest.newBuilder().setName(name).build()));
    }

    void grant(String role, Permission permission) {
        change(
                null,
                s -> s.roleGrantPermission(AuthRoleGrantPermissionRequest.newBuilder()
                        .setName(role)
                        .setPerm(permission)
                        .build()));
    }

    void revoke(String role, Permission permission) {
        change(
                "permission is not granted",
                s -> s.roleRevokePermission(AuthRoleRevokePermissionRequest.newBuilder()
                        .setRole(role)
                        .setKey(permission.getKey())
                        .setRangeEnd(permission.getRangeEnd())
                        .build()));
    }

    void grantRole(String user, String role) {
        change(
                null,
                s -> s.userGrantRole(AuthUserGrantRoleRequest.newBuilder()
                        .setUser(user)
                        .setRole(role)
                        .build()));
    }

    void deleteUser(String name) {
        change(
                "user name not found",
                s -> s.userDelete(
                        AuthUserDeleteRequest.newBuilder().setName(name).build()));
    }

    void deleteRole(String name) {
        change(
                "role name not found",
                s -> s.roleDelete(
                        AuthRoleDeleteRequest.newBuilder().setRole(name).build()));
    }

    private <T> Optional<T> read(String absent, Function<AuthGrpc.AuthBlockingStub, T> call) {
        try {
            return Optional.of(session.ask(AuthGrpc::newBlockingStub, call));
        } catch (StatusRuntimeException e) {
            if (EtcdFailure.says(e, absent)) {
                return Optional.empty();
            }
            throw EtcdFailure.refused(session.store(), session.endpoint(), e);
        }
    }

    private void change(@Nullable String done, Consumer<AuthGrpc.AuthBlockingStub> call) {
        try {
            session.ask(AuthGrpc::newBlockingStub, s -> {
                call.accept(s);
                return true;
            });
        } catch (StatusRuntimeException e) {
            if (done == null || !EtcdFailure.says(e, done)) {
                throw EtcdFailure.refused(session.store(), session.endpoint(), e);
            }
        }
    }
}

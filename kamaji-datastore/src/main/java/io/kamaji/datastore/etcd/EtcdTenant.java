package io.kamaji.datastore.etcd;

import io.etcd.jetcd.api.Permission;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.TenantAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one tenant has in etcd, and what it lacks.
 *
 * <p>The mark is written first and deleted last, so everything half-done is marked, and what is not marked is someone
 * else's. One exception: a user and a role of just these names, the user with that role or none, were made by the
 * reference (which writes no mark) for this tenant, and are taken over.
 */
final class EtcdTenant {
    /** One thing that is missing, in words, and how to make it. */
    record Step(String what, Runnable action) {}

    private final EtcdSession session;
    private final TenantAccount tenant;
    private final EtcdAuth auth;
    private final EtcdData data;
    private final EtcdKeys keys;

    EtcdTenant(EtcdSession session, TenantAccount tenant) {
        this.keys = EtcdKeys.of(tenant.schema());
        this.session = session;
        this.tenant = tenant;
        this.auth = new EtcdAuth(session);
        this.data = new EtcdData(session, keys);
    }

    private Permission permission(boolean frozen) {
        return Permission.newBuilder()
                .setPermType(frozen ? Permission.Type.READ : Permission.Type.READWRITE)
                .setKey(keys.start())
                .setRangeEnd(keys.end())
                .build();
    }

    private record State(
            Optional<String> owner,
            boolean keys,
            boolean frozen,
            Optional<List<String>> roles,
            Optional<List<Permission>> permissions) {

        boolean empty() {
            return !keys && roles.isEmpty() && permissions.isEmpty();
        }
    }

    private State read() {
        var found = data.find();
        return new State(
                found.owner(),
                found.keys(),
                found.frozen(),
                auth.rolesOf(tenant.username()),
                auth.permissionsOf(tenant.schema()));
    }

    /** The missing parts, in the order of their creation. */
    List<Step> missing() {
        var state = read();
        requireOurs(state);
        var steps = new ArrayList<Step>();
        if (state.owner().isEmpty()) {
            steps.add(new Step(
                    state.empty() ? "owner mark" : "owner mark (taken over, as user and role are there)", this::mark));
        }
        if (state.roles().isEmpty()) {
            steps.add(new Step("user " + tenant.username(), () -> auth.addUser(tenant.username())));
        }
        if (state.permissions().isEmpty()) {
            steps.add(new Step("role " + tenant.schema(), () -> auth.addRole(tenant.schema())));
        }
        var permissions = state.permissions().orElse(List.of());
        var permission = permission(state.frozen());
        for (Permission other : permissions) {
            boolean replaced = other.getKey().equals(permission.getKey())
                    && other.getRangeEnd().equals(permission.getRangeEnd());
            if (!replaced) {
                steps.add(new Step(
                        "end of a further grant of role " + tenant.schema() + ", from key "
                                + other.getKey().toStringUtf8(),
                        () -> auth.revoke(tenant.schema(), other)));
            }
        }
        if (!permissions.contains(permission)) {
            steps.add(new Step(
                    "grant of " + (state.frozen() ? "reading " : "") + EtcdKeys.range(tenant.schema()) + " to role "
                            + tenant.schema(),
                    () -> auth.grant(tenant.schema(), permission)));
        }
        if (!state.roles().orElse(List.of()).contains(tenant.schema())) {
            steps.add(new Step(
                    "role " + tenant.schema() + " of user " + tenant.username(),
                    () -> auth.grantRole(tenant.username(), tenant.schema())));
        }
        return steps;
    }

    /** Whether the store knows nothing of this tenant. */
    boolean isNew(List<Step> missing) {
        return missing.stream().anyMatch(step -> step.what().equals("owner mark"));
    }

    private void mark() {
        data.mark(tenant.owner());
        requireOurs(read());
    }

    /** Deletes a user that the tenant had before. */
    void retire(String user) {
        if (auth.rolesOf(user).filter(this::onlyOurs).isPresent()) {
            auth.deleteUser(user);
        }
    }

    /** Writes the mark first: a pass that runs in between then sets the grant that the mark asks for. */
    void freeze(boolean frozen) {
        requireOurs(read());
        data.markFrozen(frozen);
        if (read().permissions().isPresent()) {
            auth.grant(tenant.schema(), permission(frozen));
        }
    }

    /** Whether no permission of the tenant is for writing. */
    boolean frozen() {
        var state = read();
        return state.frozen()
                && state.permissions().orElse(List.of()).stream()
                        .allMatch(each -> each.getPermType() == Permission.Type.READ);
    }

    /** First what gives access, so that nothing is written behind the deletion; the mark last. */
    void drop() {
        var state = read();
        boolean ours = state.owner().map(tenant.owner()::equals).orElseGet(() -> isTakeover(state));
        if (!ours) {
            return;
        }
        if (state.roles().filter(this::onlyOurs).isPresent()) {
            auth.deleteUser(tenant.username());
        }
        if (state.permissions().isPresent()) {
            auth.deleteRole(tenant.schema());
        }
        data.clear("/" + tenant.schema());
        data.unmark();
    }

    private void requireOurs(State state) {
        var roles = state.roles().orElse(List.of());
        if (!onlyOurs(roles)) {
            refuse("user " + tenant.username() + " serves another tenant: it has the roles " + roles);
        }
        if (state.owner().isPresent() && !state.owner().get().equals(tenant.owner())) {
            refuse("schema " + tenant.schema() + " belongs to " + state.owner().get() + ", not to " + tenant.owner());
        }
        if (state.owner().isEmpty() && !state.empty() && !isTakeover(state)) {
            refuse("schema " + tenant.schema() + " holds keys or a role of a tenant that is not known here");
        }
    }

    /** Of a tenant that the reference made, under these names; its user comes first, so nothing is there without it. */
    private boolean isTakeover(State state) {
        return state.roles().filter(this::onlyOurs).isPresent()
                && (!state.keys()
                        || state.roles().get().contains(tenant.schema())
                                && state.permissions().isPresent());
    }

    private boolean onlyOurs(List<String> roles) {
        return roles.stream().allMatch(tenant.schema()::equals);
    }

    private void refuse(String problem) {
        throw DataStoreException.refused(
                session.store(),
                session.endpoint(),
                problem,
                "Give the tenant another dataStoreSchema and dataStoreUsername, or, if the keys are its own, put its owner"
                        + " into key kamaji.owner/" + tenant.schema() + ".",
                null);
    }
}

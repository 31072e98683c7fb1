package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/** Roles and bindings of the tenant as trees ({@code rbac.authorization.k8s.io/v1}). */
final class Rbac {
    private static final String GROUP = "rbac.authorization.k8s.io";

    /** Who joins with a bootstrap token. */
    static final Subject BOOTSTRAPPERS = new Subject("Group", "system:bootstrappers:kubeadm:default-node-token");

    /** Every kubelet that has joined. */
    static final Subject NODES = new Subject("Group", "system:nodes");

    /** Who shows no credential. */
    static final Subject ANONYMOUS = new Subject("User", "system:anonymous");

    private Rbac() {}

    /** A user or a group. */
    record Subject(String kind, String name) {
        private JsonObject tree() {
            return JsonObject.of("apiGroup", GROUP, "kind", kind, "name", name);
        }
    }

    /** A ClusterRole that allows to get all objects of a core resource. */
    static JsonObject clusterReader(String name, String resource) {
        return object("ClusterRole", JsonObject.of("name", name)).with("rules", List.of(rule(resource)));
    }

    /** Binds a ClusterRole in the whole cluster. */
    static JsonObject clusterBinding(String name, String role, Subject... subjects) {
        return binding("ClusterRoleBinding", JsonObject.of("name", name), "ClusterRole", role, subjects);
    }

    /** A Role that allows to get one ConfigMap, and its binding of the same name. */
    static List<JsonObject> mayRead(String namespace, String name, String configMap, Subject... subjects) {
        var metadata = JsonObject.of("name", name, "namespace", namespace);
        return List.of(
                object("Role", metadata)
                        .with("rules", List.of(rule("configmaps").with("resourceNames", List.of(configMap)))),
                binding("RoleBinding", metadata, "Role", name, subjects));
    }

    private static JsonObject rule(String resource) {
        return JsonObject.of("apiGroups", List.of(""), "resources", List.of(resource), "verbs", List.of("get"));
    }

    private static JsonObject binding(
            String kind, JsonObject metadata, String roleKind, String role, Subject... subjects) {
        return object(kind, metadata)
                .with("roleRef", JsonObject.of("apiGroup", GROUP, "kind", roleKind, "name", role))
                .with("subjects", Stream.of(subjects).map(Subject::tree).toList());
    }

    private static JsonObject object(String kind, JsonObject metadata) {
        return JsonObject.of("apiVersion", GROUP + "/v1", "kind", kind, "metadata", metadata);
    }
}

package io.kamaji.core.boundary;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.value.Names;
import io.kamaji.core.manifest.Cut;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Sha256;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a team may do in its namespace of the admin cluster, as ClusterRoles to be bound there. None of them reads a Secret: those of a
 * tenant hold its CA's key, its account in the store and its super administrator, and who writes a spec or looks after pods needs none
 * of that. Kubeconfigs are handed out on request, with a life ({@code tenant.kubeconfig(user, groups, ttl)}). None runs a command in a
 * pod or changes an object that Kamaji made.
 */
public enum TeamRoles {
    /** Sees tenants, how they are, and the pods that run them. */
    VIEW(List.of(
            rule("kamaji.clastix.io", "get list watch", "tenantcontrolplanes", "tenantcontrolplanes/status"),
            rule("", "get list watch", "pods", "services", "events", "resourcequotas", "limitranges"),
            rule("events.k8s.io", "get list watch", "events"),
            rule("apps", "get list watch", "deployments"))),
    /** Makes, changes and deletes tenants, too. */
    CREATE(List.of(rule("kamaji.clastix.io", "create update patch delete", "tenantcontrolplanes"))),
    /** Scales them and reads the logs of the pods that run them, too. */
    OPERATE(List.of(
            rule("kamaji.clastix.io", "get update patch", "tenantcontrolplanes/scale"), rule("", "get", "pods/log")));

    private static final int MOST_NAME = 230;
    private static final int HASH = 8;

    private final List<JsonObject> own;

    TeamRoles(List<JsonObject> own) {
        this.own = own;
    }

    private static JsonObject rule(String group, String verbs, String... resources) {
        return JsonObject.of(
                "apiGroups", List.of(group), "resources", List.of(resources), "verbs", List.of(verbs.split(" ")));
    }

    /** With the roles before it. */
    public List<JsonObject> rules() {
        return Stream.of(values())
                .filter(role -> role.ordinal() <= ordinal())
                .flatMap(role -> role.own.stream())
                .toList();
    }

    /** Name of its ClusterRole: {@code kamaji-team-create}. */
    public String roleName() {
        return "kamaji-team-" + name().toLowerCase(Locale.ROOT);
    }

    /** The ClusterRole. */
    public JsonObject clusterRole() {
        return JsonObject.of(
                        "apiVersion",
                        ResourceTypes.CLUSTER_ROLE.apiVersion(),
                        "kind",
                        ResourceTypes.CLUSTER_ROLE.kind())
                .with("metadata", JsonObject.of("name", roleName()))
                .with("rules", rules());
    }

    /** The binding that gives it to a group of users in one namespace. */
    public JsonObject binding(String namespace, String group) {
        var role = JsonObject.of(
                "apiGroup", "rbac.authorization.k8s.io", "kind", ResourceTypes.CLUSTER_ROLE.kind(), "name", roleName());
        var subject = JsonObject.of("apiGroup", "rbac.authorization.k8s.io", "kind", "Group", "name", group);
        return JsonObject.of(
                        "apiVersion",
                        ResourceTypes.ROLE_BINDING.apiVersion(),
                        "kind",
                        ResourceTypes.ROLE_BINDING.kind())
                .with("metadata", JsonObject.of("name", bindingName(group)).with("namespace", namespace))
                .with("roleRef", role)
                .with("subjects", List.of(subject));
    }

    /** Of a group whose name no object can have, with a hash, as others' names may differ in just that. */
    private String bindingName(String group) {
        var whole = roleName() + "-" + group;
        return Names.dns1123Subdomain(whole).isEmpty()
                ? whole
                : Cut.toBytes(roleName() + "-" + group.replaceAll("[^a-z0-9]", "-"), MOST_NAME) + "-"
                        + Sha256.hex(group).substring(0, HASH);
    }

    /** The ClusterRole, to be bound for the whole cluster, with which teams see which classes and boundaries there are. */
    public static JsonObject catalogue() {
        var rules = List.of(rule("platform.kamaji.io", "get list watch", "tenantclasses", "tenantboundaries"));
        return JsonObject.of(
                        "apiVersion",
                        ResourceTypes.CLUSTER_ROLE.apiVersion(),
                        "kind",
                        ResourceTypes.CLUSTER_ROLE.kind())
                .with("metadata", JsonObject.of("name", "kamaji-team-catalogue"))
                .with("rules", rules);
    }
}

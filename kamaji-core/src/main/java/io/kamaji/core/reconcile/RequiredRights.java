package io.kamaji.core.reconcile;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Registry;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the user that Kamaji connects as must be allowed in the admin cluster, as RBAC roles to be bound to it. The kinds of
 * tenants' objects are those that the components declare, a user's own included. A right less is told by the first request
 * that is refused. Immutable and thread-safe.
 *
 * <p>Besides, a datastore's Secrets must be readable ({@code get}) in the namespace where they are.
 */
public final class RequiredRights {

    /** What Kamaji is used for. */
    public enum Use {
        /** Passes over tenants, waiting for them, deleting them. */
        TENANTS,
        /** Tenants that ask for what most do not: an Ingress, a Gateway. */
        ON_DEMAND,
        /** Datastores that are custom resources. */
        DATA_STORES,
        /** Migrations, exports and restores, which may run a pod. */
        MIGRATIONS,
        /** Kubeconfig generators and the tenants that they select, in all namespaces. */
        GENERATORS,
        /** Installing the custom resource definitions. */
        DEFINITIONS,
        /** Boundaries and classes that are custom resources, the number of tenants, placement among datastores, quotas. */
        BOUNDARIES,
        /** Boundaries as admission policies, which only whoever installs them needs. */
        BOUNDARY_POLICIES,
        /** Kubeconfigs for users, of which Events tell. */
        KUBECONFIGS,
        /** The operator over custom resources: seeing them, holding them until they are empty, telling how they are. */
        CUSTOM_RESOURCES,
        /** What replicas of an operator share, in the namespace where they run: leases, the certificate of their webhook. */
        REPLICAS,
        /** Keeping the authority that the admin cluster trusts for the operator's webhook. */
        WEBHOOK
    }

    /**
     * What may be done with objects of a type.
     *
     * @param type a subresource has one of its own: {@code tenantcontrolplanes/status}
     * @param verbs of RBAC
     */
    public record Right(Use use, ResourceType type, Set<String> verbs) {}

    /** What passes do with objects of any kind that they contribute: look, apply, prune, wait for the end of what is going. */
    private static final Set<String> APPLIED = Set.of("get", "list", "watch", "create", "patch", "delete");

    /** Secrets are never applied: they are replaced as they were seen. */
    private static final Set<String> REPLACED = Set.of("get", "list", "watch", "create", "update", "delete");

    private static final List<Right> FIXED = List.of(
            right(Use.TENANTS, ResourceTypes.NAMESPACE, "get"),
            right(Use.TENANTS, ResourceTypes.POD, "list", "watch", "delete"),
            right(Use.TENANTS, ResourceTypes.REPLICA_SET, "list", "delete"),
            right(Use.DATA_STORES, ResourceTypes.DATA_STORE, "list"),
            right(Use.MIGRATIONS, ResourceTypes.CONFIG_MAP, "get", "create", "update", "delete"),
            right(Use.MIGRATIONS, ResourceTypes.SECRET, "get", "create", "delete"),
            right(Use.MIGRATIONS, ResourceTypes.DEPLOYMENT, "get", "patch"),
            right(Use.MIGRATIONS, ResourceTypes.POD, "get", "list", "create", "delete"),
            right(Use.GENERATORS, ResourceTypes.TENANT_CONTROL_PLANE, "list"),
            right(Use.GENERATORS, ResourceTypes.NAMESPACE, "list"),
            new Right(Use.GENERATORS, ResourceTypes.SECRET, REPLACED),
            right(Use.DEFINITIONS, ResourceTypes.CUSTOM_RESOURCE_DEFINITION, "get", "create", "patch"),
            right(Use.BOUNDARIES, ResourceTypes.TENANT_BOUNDARY, "list"),
            right(Use.BOUNDARIES, ResourceTypes.TENANT_CLASS, "list"),
            right(Use.BOUNDARIES, ResourceTypes.NAMESPACE, "get"),
            right(Use.BOUNDARIES, ResourceTypes.SECRET, "list"),
            right(Use.BOUNDARIES, ResourceTypes.RESOURCE_QUOTA, "list"),
            right(Use.BOUNDARIES, ResourceTypes.LIMIT_RANGE, "list"),
            right(Use.BOUNDARY_POLICIES, ResourceTypes.ADMISSION_POLICY, "get", "list", "create", "patch", "delete"),
            right(
                    Use.BOUNDARY_POLICIES,
                    ResourceTypes.ADMISSION_POLICY_BINDING,
                    "get",
                    "list",
                    "create",
                    "patch",
                    "delete"),
            right(Use.KUBECONFIGS, ResourceTypes.SECRET, "get"),
            right(Use.KUBECONFIGS, ResourceTypes.RECORDED_EVENT, "create", "patch"),
            right(Use.CUSTOM_RESOURCES, ResourceTypes.CUSTOM_RESOURCE_DEFINITION, "get"),
            right(Use.CUSTOM_RESOURCES, ResourceTypes.TENANT_CONTROL_PLANE, "get", "list", "watch", "patch"),
            right(Use.CUSTOM_RESOURCES, part(ResourceTypes.TENANT_CONTROL_PLANE, "status"), "patch"),
            // where the admin cluster asks for it of those who write owner references that block a deletion
            right(Use.CUSTOM_RESOURCES, part(ResourceTypes.TENANT_CONTROL_PLANE, "finalizers"), "update"),
            right(Use.CUSTOM_RESOURCES, ResourceTypes.DATA_STORE, "get", "list", "watch", "patch"),
            right(Use.CUSTOM_RESOURCES, part(ResourceTypes.DATA_STORE, "status"), "patch"),
            right(Use.CUSTOM_RESOURCES, ResourceTypes.KUBECONFIG_GENERATOR, "get", "list", "watch"),
            right(Use.CUSTOM_RESOURCES, part(ResourceTypes.KUBECONFIG_GENERATOR, "status"), "patch"),
            right(Use.CUSTOM_RESOURCES, part(ResourceTypes.KUBECONFIG_GENERATOR, "finalizers"), "update"),
            right(Use.CUSTOM_RESOURCES, ResourceTypes.RECORDED_EVENT, "create", "patch"),
            right(Use.REPLICAS, ResourceTypes.LEASE, "get", "create", "update"),
            right(Use.REPLICAS, ResourceTypes.SECRET, "get", "create", "update"),
            right(Use.WEBHOOK, ResourceTypes.VALIDATING_WEBHOOKS, "get", "patch"),
            right(Use.WEBHOOK, ResourceTypes.MUTATING_WEBHOOKS, "get", "patch"));

    private final List<Right> all;
    private final Set<Use> uses;

    private RequiredRights(List<Right> all, Set<Use> uses) {
        this.all = all;
        this.uses = uses;
    }

    /** Of these components, for {@link Use#TENANTS} and {@link Use#DATA_STORES}. */
    public static RequiredRights of(Registry registry) {
        var all = new ArrayList<Right>();
        registry.types(Target.ADMIN, Declaration.Kind::isCommon)
                .forEach(type -> all.add(new Right(Use.TENANTS, type, verbs(type))));
        registry.demanded(Target.ADMIN)
                .forEach(kind -> all.add(new Right(Use.ON_DEMAND, kind.type(), verbs(kind.type()))));
        registry.lookedAt().forEach(type -> all.add(right(Use.ON_DEMAND, type, "get")));
        all.addAll(FIXED);
        return new RequiredRights(List.copyOf(all), EnumSet.of(Use.TENANTS, Use.DATA_STORES));
    }

    private static Set<String> verbs(ResourceType type) {
        return type.equals(ResourceTypes.SECRET) ? REPLACED : APPLIED;
    }

    /** The same components' for other uses. */
    public RequiredRights forUses(Set<Use> wanted) {
        return new RequiredRights(all, Set.copyOf(wanted));
    }

    /** Each type once, with all that may be done with its objects; sorted. */
    public Map<ResourceType, Set<String>> byType() {
        var byType = new LinkedHashMap<ResourceType, Set<String>>();
        all.stream()
                .filter(right -> uses.contains(right.use()))
                .sorted(Comparator.comparing((Right right) -> right.type().apiVersion())
                        .thenComparing(right -> right.type().plural()))
                .forEach(right -> byType.computeIfAbsent(right.type(), type -> new TreeSet<>())
                        .addAll(right.verbs()));
        return byType;
    }

    /** One ClusterRole with all of it, for tenants in any namespace. */
    public JsonObject clusterRole(String name) {
        return role(ResourceTypes.CLUSTER_ROLE, JsonObject.of("name", name), byType());
    }

    /**
     * A Role for each namespace that tenants are in, and a ClusterRole for what is in none, if there is any. Generators look
     * at all namespaces: for these it takes {@link #clusterRole}.
     */
    public List<JsonObject> roles(String name, List<String> namespaces) {
        var inside = new LinkedHashMap<ResourceType, Set<String>>();
        var outside = new LinkedHashMap<ResourceType, Set<String>>();
        byType().forEach((type, verbs) -> (isIn(type, verbs) ? inside : outside).put(type, verbs));
        var roles = new ArrayList<JsonObject>();
        namespaces.forEach(namespace ->
                roles.add(role(ResourceTypes.ROLE, JsonObject.of("name", name, "namespace", namespace), inside)));
        if (!outside.isEmpty()) {
            roles.add(role(ResourceTypes.CLUSTER_ROLE, JsonObject.of("name", name), outside));
        }
        return roles;
    }

    /** A namespace itself is got with a right inside of it. */
    private static boolean isIn(ResourceType type, Set<String> verbs) {
        return type.namespaced() || type.equals(ResourceTypes.NAMESPACE) && verbs.equals(Set.of("get"));
    }

    private static JsonObject role(ResourceType type, JsonObject metadata, Map<ResourceType, Set<String>> rights) {
        var rules = new ArrayList<JsonObject>();
        rights.forEach((kind, verbs) -> rules.add(JsonObject.of(
                "apiGroups", List.of(group(kind)), "resources", List.of(kind.plural()), "verbs", List.copyOf(verbs))));
        return JsonObject.of("apiVersion", type.apiVersion(), "kind", type.kind())
                .with("metadata", metadata)
                .with("rules", rules);
    }

    private static String group(ResourceType type) {
        var slash = type.apiVersion().indexOf('/');
        return slash < 0 ? "" : type.apiVersion().substring(0, slash);
    }

    private static ResourceType part(ResourceType type, String subresource) {
        return new ResourceType(type.apiVersion(), type.kind(), type.plural() + "/" + subresource, type.namespaced());
    }

    private static Right right(Use use, ResourceType type, String... verbs) {
        return new Right(use, type, Set.of(verbs));
    }

    /** The ClusterRole {@code kamaji} as YAML. */
    @Override
    public String toString() {
        return clusterRole("kamaji").toYaml();
    }
}

package io.kamaji.api.boundary;

import io.kamaji.api.json.JsonObject;
import java.util.List;
import java.util.Map;

/** The parts of a boundary, one setter each. Not thread-safe. */
abstract class BoundaryBuilder<B> extends ResourceBuilder<B> {
    BoundaryBuilder(JsonObject resource) {
        super(resource);
    }

    /** Labels of the namespaces that it is in force in; default: all. */
    public B namespaces(Map<String, String> matchLabels) {
        return set("namespaceSelector", Map.of("matchLabels", matchLabels));
    }

    /** Patterns of names of tenants; default: any. */
    public B names(String... patterns) {
        return set("names", List.of(patterns));
    }

    /** Most tenants in a namespace; default: any number. */
    public B tenants(int most) {
        return set("tenants", most);
    }

    /** Oldest and newest version, such as 1.34 or 1.34.2; default: any. */
    public B versions(String from, String to) {
        return set("versions", Map.of("from", from, "to", to));
    }

    /** How many of the newest minors that are supported; default: all. */
    public B newestVersions(int minors) {
        return set("versions.newest", minors);
    }

    /** Fewest and most pods; default: any. */
    public B replicas(int min, int max) {
        return set("replicas", Map.of("min", min, "max", max));
    }

    /** Patterns of datastores; default: any. */
    public B dataStores(String... patterns) {
        return set("dataStores.names", List.of(patterns));
    }

    /** A label that a datastore must have; appends; default: any datastore. */
    public B pool(String label, String value) {
        return put("dataStores.pool", label, value);
    }

    /** Above which bytes in its store a tenant is told, and above which its users may only delete; default: never. */
    public B storeBytes(String soft, String hard) {
        return set("dataStores.quota.bytes", Map.of("soft", soft, "hard", hard));
    }

    /** The same by the number of keys; default: never. */
    public B storeKeys(long soft, long hard) {
        return set("dataStores.quota.keys", Map.of("soft", soft, "hard", hard));
    }

    /** ClusterIP, NodePort, LoadBalancer, Ingress or Gateway; default: all. */
    public B ways(String... ways) {
        return set("exposure.ways", List.of(ways));
    }

    /** Patterns of load balancer classes; default: any. */
    public B loadBalancerClasses(String... patterns) {
        return set("exposure.loadBalancerClasses", List.of(patterns));
    }

    /** Ranges in which an address may be asked for; default: none. */
    public B addresses(String... ranges) {
        return set("exposure.addresses", List.of(ranges));
    }

    /** Patterns of annotations of the Service; default: none. */
    public B serviceAnnotations(String... patterns) {
        return set("exposure.serviceAnnotations", List.of(patterns));
    }

    /** Patterns of host names of fronts and certificates; default: none. */
    public B hostNames(String... patterns) {
        return set("exposure.hostNames", List.of(patterns));
    }

    /** Kinds of routes behind a Gateway, TCPRoute among them; default TLSRoute. */
    public B routes(String... kinds) {
        return set("exposure.routes", List.of(kinds));
    }

    /** Patterns of Gateways, {@code namespace/name}, or {@code /name} in the tenant's own namespace; default: any. */
    public B gateways(String... patterns) {
        return set("exposure.gateways", List.of(patterns));
    }

    /** Most of a resource that a component may request; appends; default: any amount. */
    public B requests(String component, String resource, String most) {
        return put("resources." + component + ".requests", resource, most);
    }

    /** The highest limit that a component may have, which must be set then; appends; default: any. */
    public B limits(String component, String resource, String most) {
        return put("resources." + component + ".limits", resource, most);
    }

    /** Patterns of flags, without dashes, that a component may be given; default: any. */
    public B allowFlags(String component, String... patterns) {
        return set("flags." + component + ".allowed", List.of(patterns));
    }

    /** Patterns of flags, without dashes, that a component must not be given; appends; default: none. */
    public B forbidFlags(String component, String... patterns) {
        return append("flags." + component + ".forbidden", patterns);
    }

    /** A flag, without dashes, that a component must be given with this value; appends; default: none. */
    public B fixFlag(String component, String flag, String value) {
        return put("flags." + component + ".fixed", flag, value);
    }

    /** Patterns of repositories that pods of the admin cluster may run; default {@code registry.k8s.io/*}. */
    public B images(String... patterns) {
        return set("images", List.of(patterns));
    }

    /** Whether a spec may add containers; default no. */
    public B additionalContainers(boolean yes) {
        return set("containers.additional", yes);
    }

    /** Whether a spec may add init containers; default no. */
    public B initContainers(boolean yes) {
        return set("containers.init", yes);
    }

    /** Kinds of volumes that a spec may add; default configMap, downwardAPI, emptyDir, projected and secret. */
    public B volumeKinds(String... kinds) {
        return set("volumes.kinds", List.of(kinds));
    }

    /** Patterns of Secrets that volumes and environments may name; default none. */
    public B secrets(String... patterns) {
        return set("volumes.secrets", List.of(patterns));
    }

    /** Patterns of paths of nodes; the kind hostPath must be granted, too; default none. */
    public B hostPaths(String... patterns) {
        return set("volumes.hostPaths", List.of(patterns));
    }

    /** Patterns of service accounts; default {@code default}. */
    public B serviceAccounts(String... patterns) {
        return set("serviceAccounts", List.of(patterns));
    }

    /** Patterns of priority classes of the pods; default none. */
    public B priorityClasses(String... patterns) {
        return set("pods.priorityClasses", List.of(patterns));
    }

    /** Patterns of runtime classes; default none. */
    public B runtimeClasses(String... patterns) {
        return set("runtimeClasses", List.of(patterns));
    }

    /** A node label that must be selected; appends; default: none. */
    public B requireNodeSelector(String label, String value) {
        return put("nodes.requiredSelector", label, value);
    }

    /** Patterns of tolerations, {@code key=value:effect}; default none. */
    public B tolerations(String... patterns) {
        return set("nodes.tolerations", List.of(patterns));
    }

    /** Tolerations, {@code key=value:effect}, that there must be; default none. */
    public B requireTolerations(String... tolerations) {
        return set("nodes.requiredTolerations", List.of(tolerations));
    }

    /** Add-ons that must be: coreDNS, kubeProxy, konnectivity; default: none. */
    public B requireAddons(String... names) {
        return set("addons.required", List.of(names));
    }

    /** Add-ons that must not be; default: none. */
    public B forbidAddons(String... names) {
        return set("addons.forbidden", List.of(names));
    }

    /** A limit on writes that a spec must have as it is here: blockCreation, blockUpdate, blockDeletion; appends; default: free. */
    public B lockWritePermission(String name, boolean value) {
        return put("writePermissions", name, value);
    }

    /** Whether tenants must be protected from deletion; default no. */
    public B deletionProtection(boolean yes) {
        return set("deletionProtection", yes);
    }

    /** Patterns of groups of kubeconfigs that are handed out; default: any but {@code system:*}. */
    public B kubeconfigGroups(String... patterns) {
        return set("kubeconfigs.groups", List.of(patterns));
    }

    /** How long a kubeconfig that is handed out may be good, such as {@code 8h}; default: as long as the tenant's CA. */
    public B kubeconfigLife(String most) {
        return set("kubeconfigs.maxLife", most);
    }

    /** The standard that pods must keep; default baseline. */
    public B podSecurity(PodSecurityLevel level) {
        return set("podSecurity", level.toString());
    }
}

package io.kamaji.testkit.bed;

import static io.kamaji.testkit.Eventually.until;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.boundary.Boundaries;
import io.kamaji.api.boundary.BoundaryPolicy;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.Kamaji;
import io.kamaji.core.access.ClientKubeconfigs;
import io.kamaji.core.boundary.BoundarySource;
import io.kamaji.core.boundary.TeamRoles;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ApplyOptions;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.operator.custom.CustomResourceFront;
import io.kamaji.core.reconcile.RequiredRights;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.Kubeconfig;
import io.kamaji.testkit.laws.RandomSpecs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Two teams on a real admin cluster as a platform would have them: a namespace and a group of users each, roles of ours, one boundary
 * for both with its admission policy, and an operator that may do what it has to and no more. Users have client certificates.
 */
final class Teams implements AutoCloseable {
    static final String A = "bed-team-a";
    static final String B = "bed-team-b";
    static final Duration LONG = Duration.ofMinutes(4);
    private static final String NAME = "bed-teams";
    static final String OPERATOR = "bed-teams-operator";

    private final Bed bed = Bed.require();
    private final Boundaries boundaries;
    private final Kamaji kamaji;
    private final ClusterClient admin;
    private final Operator operator;

    /** @param yaml of the boundary; it is given another name, and these namespaces */
    Teams(String yaml) {
        boundaries = Boundaries.of(JsonObject.parse(yaml)
                .update("metadata", metadata -> metadata.with("name", NAME))
                .withAt(List.of("spec", "namespaceSelector"), Map.of("matchLabels", Map.of("team-of", NAME))));
        var platform = AdminCluster.kubeconfig(beside("admin.conf")); // its requests are not counted as anybody's
        admin = platform.connect();
        kamaji = Kamaji.connect(platform);
        kamaji.installDefinitions();
        kamaji.boundaryDefinitions().install();
        clear(); // what a killed run left
        List.of(A, B).forEach(this::team);
        make(store(storeName(), "etcd-bronze"));
        make(store("gold", "etcd-bronze"));
        make(boundaries.toJsonObject());
        Stream.of(TeamRoles.values()).map(TeamRoles::clusterRole).forEach(this::make);
        grantOperator();
        operator = CustomResourceFront.builder()
                .namespaces(List.of(A, B))
                .build()
                .on(Operator.builder(AdminCluster.kubeconfig(
                                user(OPERATOR, List.of()).toYaml()))
                        .settings(settings -> settings.boundaries(BoundarySource.customResources())))
                .start();
        kamaji.boundaryPolicies().install(List.of(BoundaryPolicy.of(boundaries)));
        try (var ann = connect("ann", A)) {
            until("the policy in force", LONG, () -> refusal(ann, hostile()).contains("boundary " + NAME));
            until("the operator at work", LONG, () -> operator.stats().leading());
        }
    }

    static String storeName() {
        return "shared-bed-teams";
    }

    private static JsonObject hostile() {
        return RandomSpecs.base(A, "probe", storeName()).withAt(List.of("spec", "dataStoreSchema"), "x");
    }

    /** What the API server says to creating it, if it refuses; nothing is stored. */
    static String refusal(ClusterClient user, JsonObject tenant) {
        try {
            user.apply(tenant, new ApplyOptions("team", true, true));
            return "";
        } catch (ClusterException e) {
            return e.code() + " " + e.getMessage();
        }
    }

    private void team(String namespace) {
        make(JsonObject.of("apiVersion", "v1", "kind", "Namespace")
                .with("metadata", JsonObject.of("name", namespace, "labels", Map.of("team-of", NAME))));
        make(TeamRoles.OPERATE.binding(namespace, namespace));
    }

    private void grantOperator() {
        var uses = EnumSet.complementOf(EnumSet.of(
                RequiredRights.Use.DEFINITIONS, RequiredRights.Use.BOUNDARY_POLICIES, RequiredRights.Use.WEBHOOK));
        make(kamaji.requiredRights().forUses(uses).clusterRole(OPERATOR));
        make(JsonObject.parse("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: %1$s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %1$s}
                subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %1$s}]
                """.formatted(OPERATOR)));
    }

    private JsonObject store(String name, String server) {
        return bed.etcd(server).toBuilder()
                .metadata(metadata -> metadata.name(name))
                .build()
                .toCustomResource();
    }

    private void make(JsonObject object) {
        admin.apply(object, new ApplyOptions("bed-teams", true, false));
    }

    private Path beside(String file) {
        return bed.kubeconfig().resolveSibling(file);
    }

    /** The kubeconfig of a user of the admin cluster, good for an hour. */
    Kubeconfig user(String name, List<String> groups) {
        try {
            var like = Kubeconfig.parse(Files.readString(bed.kubeconfig()));
            var authority = KeyedCertificate.parse(
                    Files.readString(beside("pki/ca.crt")), Files.readString(beside("pki/ca.key")));
            var now = Issuance.of(Instant.now(), new SecureRandom());
            return ClientKubeconfigs.mint(like, authority, name, groups, Duration.ofHours(1), now);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client of a user of a team. */
    ClusterClient connect(String name, String team) {
        return AdminCluster.kubeconfig(user(name, List.of(team)).toYaml()).connect();
    }

    Bed bed() {
        return bed;
    }

    Kamaji kamaji() {
        return kamaji;
    }

    ClusterClient admin() {
        return admin;
    }

    Operator operator() {
        return operator;
    }

    static ObjectRef tenant(String namespace, String name) {
        return ResourceTypes.TENANT_CONTROL_PLANE.ref(namespace, name);
    }

    /** Waits until its condition Ready is so. */
    void awaitReady(ObjectRef tenant) {
        until(
                tenant + " ready",
                LONG,
                () -> admin.get(tenant).filter(Teams::isReady).isPresent());
    }

    static boolean isReady(JsonObject tenant) {
        return condition(tenant, "Ready").filter(Teams::isTrue).isPresent();
    }

    static boolean isTrue(JsonObject condition) {
        return condition.text("status").equals(Optional.of("True"));
    }

    static Optional<JsonObject> condition(JsonObject tenant, String type) {
        return tenant.array("status", "conditions")
                .objects()
                .filter(condition -> condition.text("type").equals(Optional.of(type)))
                .findFirst();
    }

    List<ObjectRef> tenants(String namespace) {
        return admin
                .list(new ListRequest(ResourceTypes.TENANT_CONTROL_PLANE, Optional.of(namespace), "", true))
                .items()
                .stream()
                .map(item -> tenant(namespace, item.text("metadata", "name").orElseThrow()))
                .toList();
    }

    /** Deletes all tenants, and waits until they are gone. */
    void clearTenants() {
        var all = Stream.of(A, B)
                .flatMap(namespace -> tenants(namespace).stream())
                .toList();
        all.forEach(tenant -> admin.delete(tenant, Preconditions.NONE));
        until("no tenant left", LONG, () -> tenants(A).isEmpty() && tenants(B).isEmpty());
    }

    private void clear() {
        kamaji.boundaryPolicies().install(List.of());
        Stream.of(A, B)
                .flatMap(namespace -> tenants(namespace).stream())
                .map(tenant -> admin.get(tenant))
                .flatMap(Optional::stream)
                .forEach(tenant ->
                        kamaji.tenant(TenantControlPlane.stored(tenant)).delete());
        Stream.of(A, B).flatMap(namespace -> tenants(namespace).stream()).forEach(tenant -> {
            admin.patch(tenant, ClusterClient.PatchType.MERGE, JsonObject.parse("{metadata: {finalizers: null}}"), "");
            admin.delete(tenant, Preconditions.NONE);
        });
        Set.of(storeName(), "gold")
                .forEach(name -> admin.delete(ResourceTypes.DATA_STORE.ref(name), Preconditions.NONE));
        admin.delete(ResourceTypes.TENANT_BOUNDARY.ref(NAME), Preconditions.NONE);
    }

    @Override
    public void close() {
        try {
            clearTenants();
            clear();
        } finally {
            operator.close();
            kamaji.close();
            admin.close();
        }
    }
}

package io.kamaji.core.operator.custom;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.apply.Definitions;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterCall;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.Election;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.reconcile.RequiredRights;
import io.kamaji.core.reconcile.RequiredRights.Use;
import io.kamaji.core.render.ControlPlaneRenderer;
import io.kamaji.core.testing.Eventually;
import io.kamaji.core.testing.RealApiServer;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real API server refuses nothing to an operator that has the roles that are asked for. */
class OperatorRightsIT {
    private static final String OWN = "kamaji-system";
    private static final ObjectRef BLUE = ResourceTypes.TENANT_CONTROL_PLANE.ref("tenants", "blue");
    private static final ObjectRef SERVICE = ResourceTypes.SERVICE.ref("tenants", "blue");
    private static final ObjectRef DEPLOYMENT = ResourceTypes.DEPLOYMENT.ref("tenants", "blue");
    private static final ObjectRef CLAIM = ResourceTypes.PERSISTENT_VOLUME_CLAIM.ref("tenants", "blue-kine-data");
    private static final RequiredRights RIGHTS =
            RequiredRights.of(ControlPlaneRenderer.standard().registry());
    private static final Set<Use> WORK =
            Set.of(Use.TENANTS, Use.ON_DEMAND, Use.DATA_STORES, Use.MIGRATIONS, Use.GENERATORS, Use.CUSTOM_RESOURCES);

    private final Queue<ClusterCall> calls = new ConcurrentLinkedQueue<>();
    private RealApiServer server;
    private ClusterClient kubectl;

    @BeforeEach
    void start() throws Exception {
        server = RealApiServer.start();
        kubectl = server.connect();
        new Definitions(kubectl).install();
        for (var namespace : List.of("tenants", OWN)) {
            kubectl.create(JsonObject.of(
                    "apiVersion", "v1", "kind", "Namespace", "metadata", JsonObject.of("name", namespace)));
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            kubectl.close();
            server.close();
        }
    }

    @Test
    void operator_withTheClusterRolesOnly_isRefusedNothing() {
        grant(RIGHTS.forUses(WORK).clusterRole("kamaji-manager"), "");
        RIGHTS.forUses(Set.of(Use.REPLICAS))
                .roles("kamaji-replicas", List.of(OWN))
                .forEach(role -> grant(role, OWN));
        kubectl.create(DataStore.sqlite("embedded").build().toCustomResource());
        kubectl.create(JsonObject.parse("""
                {apiVersion: kamaji.clastix.io/v1alpha1, kind: KubeconfigGenerator, metadata: {name: ci},
                 spec: {namespaceSelector: {}, user: {stringValue: ci}}}
                """));

        live(CustomResourceFront.defaults());

        assertThat(calls.stream().map(call -> call.verb() + " " + call.resource()))
                .contains(
                        "WATCH datastores",
                        "PATCH datastores",
                        "PATCH kubeconfiggenerators",
                        "CREATE events",
                        "CREATE leases");
    }

    @Test
    void operator_ofSomeNamespacesWithTheirRolesOnly_isRefusedNothing() {
        var work = EnumSet.copyOf(WORK);
        work.remove(Use.GENERATORS);
        RIGHTS.forUses(work)
                .roles("kamaji-manager", List.of("tenants"))
                .forEach(role -> grant(role, role.text("metadata", "namespace").orElse("")));
        RIGHTS.forUses(Set.of(Use.REPLICAS))
                .roles("kamaji-replicas", List.of(OWN))
                .forEach(role -> grant(role, OWN));
        kubectl.create(DataStore.sqlite("embedded").build().toCustomResource());

        live(CustomResourceFront.builder().namespaces(List.of("tenants")).build());
    }

    @Test
    void operator_withoutARight_showsThatTheServerRefuses() {
        grant(
                RIGHTS.forUses(Set.of(Use.TENANTS, Use.ON_DEMAND, Use.DATA_STORES))
                        .clusterRole("kamaji-manager"),
                "");
        try (var operator = operator(CustomResourceFront.defaults())) {
            await("a refusal", () -> calls.stream().anyMatch(call -> call.code() == 403));
            assertThat(operator.stats().leading()).isFalse();
        }
    }

    /** A tenant from its creation to its end. */
    private void live(CustomResourceFront front) {
        try (var operator = operator(front)) {
            await("leading", () -> operator.stats().leading());
            kubectl.create(TenantControlPlane.builder("tenants", "blue")
                    .kubernetesVersion("1.36.3")
                    .replicas(2)
                    .loadBalancer()
                    .dataStore("embedded")
                    .build()
                    .toCustomResource()
                    .withAt(List.of("spec", "controlPlane", "deployment", "replicas"), 1));
            await("a Service", () -> kubectl.get(SERVICE).isPresent());
            kubectl.patch(
                    SERVICE,
                    PatchType.MERGE,
                    JsonObject.parse("{status: {loadBalancer: {ingress: [{ip: 192.0.2.10}]}}}"),
                    "status");
            await("a Deployment", () -> kubectl.get(DEPLOYMENT).isPresent());
            kubectl.patch(
                    BLUE, PatchType.MERGE, JsonObject.parse("{spec: {controlPlane: {deployment: {replicas: 0}}}}"), "");
            await(
                    "sleep",
                    () -> kubectl.get(DEPLOYMENT)
                            .orElseThrow()
                            .number("spec", "replicas")
                            .equals(Optional.of(0L)));
            kubectl.delete(BLUE, Preconditions.NONE);
            await("the tenant gone", () -> {
                release();
                return kubectl.get(BLUE).isEmpty();
            });
        }
        assertThat(calls)
                .isNotEmpty()
                .noneSatisfy(call -> assertThat(call.code()).isEqualTo(403));
    }

    /** As the controller manager does, which is not here. */
    private void release() {
        for (var ref : List.of(DEPLOYMENT, CLAIM)) {
            kubectl.get(ref)
                    .filter(live -> live.text("metadata", "deletionTimestamp").isPresent())
                    .ifPresent(live ->
                            kubectl.patch(ref, PatchType.MERGE, JsonObject.parse("{metadata: {finalizers: []}}"), ""));
        }
    }

    private Operator operator(CustomResourceFront front) {
        return front.on(Operator.builder(
                        AdminCluster.kubeconfig(server.platformKubeconfig()).listener(calls::add)))
                .election(Election.lease(OWN, "kamaji"))
                .start();
    }

    private void grant(JsonObject role, String namespace) {
        kubectl.create(role);
        var kind = role.text("kind").orElseThrow();
        var binding = JsonObject.parse("""
                {apiVersion: rbac.authorization.k8s.io/v1, kind: %sBinding, metadata: {name: %s},
                 roleRef: {apiGroup: rbac.authorization.k8s.io, kind: %s, name: %s},
                 subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: platform}]}
                """.formatted(
                        kind,
                        role.text("metadata", "name").orElseThrow(),
                        kind,
                        role.text("metadata", "name").orElseThrow()));
        kubectl.create(
                namespace.isEmpty() || kind.equals("ClusterRole")
                        ? binding
                        : binding.update("metadata", metadata -> metadata.with("namespace", namespace)));
    }

    private void await(String what, BooleanSupplier condition) {
        Eventually.await(
                () -> what + "; refused: "
                        + calls.stream().filter(call -> call.code() == 403).toList(),
                condition);
    }
}

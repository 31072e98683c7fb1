package io.kamaji.core.operator.custom;

import static io.kamaji.core.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.testing.RealApiServer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the front writes is taken by a real API server: definitions, finalizers, statuses, Events. */
class CustomResourceFrontIT {
    private static final ObjectRef BLUE = ResourceTypes.TENANT_CONTROL_PLANE.ref("default", "blue");
    private static final ObjectRef SERVICE = ResourceTypes.SERVICE.ref("default", "blue");
    private static final ObjectRef DEPLOYMENT = ResourceTypes.DEPLOYMENT.ref("default", "blue");
    private static final ObjectRef CLAIM = ObjectRef.of("v1", "PersistentVolumeClaim", "default", "blue-kine-data");
    private static final ObjectRef EMBEDDED = ResourceTypes.DATA_STORE.ref("embedded");

    private static RealApiServer server;
    private static ClusterClient kubectl;

    @BeforeAll
    static void start() throws Exception {
        server = RealApiServer.start();
        kubectl = server.connect();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            kubectl.close();
            server.close();
        }
    }

    @Test
    void tenant_fromDefinitionsToDeletion_isTakenByTheServer() {
        var front = CustomResourceFront.builder().installDefinitions(true).build();
        try (var operator = front.on(Operator.builder(AdminCluster.kubeconfig(server.kubeconfig())))
                .start()) {
            await(
                    "definitions served",
                    () -> isMade(DataStore.sqlite("embedded").build().toCustomResource()));
            var created = kubectl.create(TenantControlPlane.builder("default", "blue")
                    .kubernetesVersion("1.36.3")
                    .replicas(1)
                    .loadBalancer()
                    .dataStore("embedded")
                    .build()
                    .toCustomResource());
            await("a Service", () -> kubectl.get(SERVICE).isPresent());
            kubectl.patch(
                    SERVICE,
                    PatchType.MERGE,
                    JsonObject.parse("{status: {loadBalancer: {ingress: [{ip: 192.0.2.10}]}}}"),
                    "status");
            await(
                    "an endpoint",
                    () -> status(BLUE).text("controlPlaneEndpoint").equals(Optional.of("192.0.2.10:6443")));
            await("a Deployment", () -> kubectl.get(DEPLOYMENT).isPresent());
            await("its users", () -> status(EMBEDDED).array("usedBy").texts().equals(List.of("default/blue")));
            assertThat(live(BLUE).array("metadata", "finalizers").texts()).containsExactly(CustomResources.FINALIZER);
            assertThat(live(BLUE).get("spec")).isEqualTo(created.get("spec"));
            assertThat(WireCondition.find(status(BLUE), "Ready").text("status")).contains("False");
            assertThat(status(EMBEDDED).bool("ready")).contains(true);
            assertThat(front.definitionGaps()).isEmpty();
            assertThat(operator.stats().leading()).isTrue();

            refusedAndMended();
            deleted();
        }
    }

    private static boolean isMade(JsonObject object) {
        try {
            kubectl.create(object);
            return true;
        } catch (ClusterException e) {
            assertThat(e.isNotFound()).as(e.getMessage()).isTrue();
            return false;
        }
    }

    private void refusedAndMended() {
        spec("v1.99.0");
        await(
                "the refusal",
                () -> WireCondition.find(status(BLUE), "Ready").text("reason").equals(Optional.of("InvalidSpec")));
        await("an Event", () -> events("InvalidSpec").size() == 1);
        spec("v1.36.3");
        await(
                "no refusal",
                () -> !WireCondition.find(status(BLUE), "Ready").text("reason").equals(Optional.of("InvalidSpec")));
        spec("v1.99.0");
        await(
                "the same Event again",
                () -> events("InvalidSpec").stream()
                        .anyMatch(event -> event.number("series", "count").equals(Optional.of(2L))));
        assertThat(events("InvalidSpec")).hasSize(1);
        spec("v1.36.3");
    }

    private void deleted() {
        kubectl.delete(EMBEDDED, Preconditions.NONE);
        await(
                "its datastore kept",
                () -> WireCondition.find(status(EMBEDDED), "kamaji.clastix.io/DataStoreAllowedDeletion")
                        .text("reason")
                        .equals(Optional.of("DataStoreStillUsed")));
        kubectl.delete(BLUE, Preconditions.NONE);
        letGo(DEPLOYMENT);
        letGo(CLAIM);
        await("the tenant gone", () -> kubectl.get(BLUE).isEmpty());
        await("its datastore gone", () -> kubectl.get(EMBEDDED).isEmpty());
        assertThat(kubectl.get(ResourceTypes.SECRET.ref("default", "blue-datastore-config")))
                .isEmpty();
        assertThat(events("Deleted")).hasSize(1);
    }

    /** As the controller manager does, which is not here. */
    private static void letGo(ObjectRef ref) {
        await(
                ref + " on the way out",
                () -> live(ref).text("metadata", "deletionTimestamp").isPresent());
        kubectl.patch(ref, PatchType.MERGE, JsonObject.parse("{metadata: {finalizers: null}}"), "");
    }

    private static void spec(String version) {
        kubectl.patch(
                BLUE,
                PatchType.MERGE,
                JsonObject.of("spec", JsonObject.of("kubernetes", JsonObject.of("version", version))),
                "");
    }

    private static JsonObject live(ObjectRef ref) {
        return kubectl.get(ref).orElse(JsonObject.EMPTY);
    }

    private static JsonObject status(ObjectRef ref) {
        return live(ref).object("status");
    }

    private static List<JsonObject> events(String reason) {
        return kubectl
                .list(new ListRequest(ResourceTypes.RECORDED_EVENT, Optional.of("default"), "", false))
                .items()
                .stream()
                .filter(event -> event.text("reason").equals(Optional.of(reason)))
                .toList();
    }
}

package io.kamaji.testkit.node.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.Eventually;
import io.kamaji.testkit.ProcessNode;
import io.kamaji.testkit.simulator.RecordedRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The node on the simulator, through the client adapter and HTTP. */
class SimulatorNodeTest {
    private static final ObjectRef DEPLOYMENT = ObjectRef.of("apps/v1", "Deployment", "default", "d");

    @BeforeAll
    static void linux() {
        Assumptions.assumeTrue(
                ProcessNode.unavailable().isEmpty(),
                () -> ProcessNode.unavailable().orElse(""));
    }

    @Test
    void deployment_createdRolledDeleted_podsFollowAndIdleWritesNothing() throws Exception {
        try (var simulator = ApiServerSimulator.start();
                var client = AdminCluster.kubeconfig(simulator.kubeconfig()).connect();
                var node = ProcessNode.builder(client).namespace("default").start()) {
            client.create(JsonObject.parse("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data, namespace: default}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """));
            client.create(JsonObject.parse("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: d, namespace: default}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: d}}
                  template:
                    metadata: {labels: {app: d}}
                    spec:
                      terminationGracePeriodSeconds: 1
                      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
                      containers:
                      - {name: m, image: sh, command: [sh, -c, "sleep 100"], volumeMounts: [{name: data, mountPath: /data}]}
                """));
            ProcessNodeIT.await(60, () -> available(client) == 2, node);
            assertThat(names(client, "Pod")).hasSize(2);
            assertThat(client.get(ObjectRef.of("v1", "PersistentVolumeClaim", "default", "data"))
                            .orElseThrow()
                            .text("status", "phase"))
                    .contains("Bound");
            idleWritesNothing(node, simulator);

            var before = names(client, "Pod");
            client.patch(
                    DEPLOYMENT,
                    ClusterClient.PatchType.MERGE,
                    JsonObject.EMPTY.withAt(List.of("spec", "template", "metadata", "annotations", "v"), "2"),
                    "");
            ProcessNodeIT.await(
                    20,
                    () -> available(client) == 2
                            && names(client, "Pod").size() == 2
                            && names(client, "Pod").stream().noneMatch(before::contains),
                    node);
            assertThat(names(client, "ReplicaSet")).hasSize(2);

            client.delete(DEPLOYMENT, ClusterClient.Preconditions.NONE);
            ProcessNodeIT.await(60, () -> node.pods().isEmpty(), node);
            assertThat(names(client, "Pod")).isEmpty();
            assertThat(names(client, "ReplicaSet")).isEmpty();
        }
    }

    /** Over two whole looks, once what was under way is written. */
    static void idleWritesNothing(ProcessNode node, ApiServerSimulator simulator) {
        looks(node, 2);
        var writes = simulator.requests().writes();
        looks(node, 3);
        assertThat(simulator.requests().all())
                .filteredOn(RecordedRequest::write)
                .hasSize(Math.toIntExact(writes));
    }

    private static void looks(ProcessNode node, int more) {
        var enough = node.looks() + more;
        Eventually.until("looks of the node", Duration.ofMinutes(1), () -> node.looks() >= enough);
    }

    private static long available(ClusterClient client) {
        return client.get(DEPLOYMENT)
                .filter(d -> d.number("status", "observedGeneration").equals(d.number("metadata", "generation")))
                .filter(d -> d.number("status", "updatedReplicas")
                        .filter(n -> n == 2)
                        .isPresent())
                .flatMap(d -> d.number("status", "availableReplicas"))
                .orElse(0L);
    }

    private static List<String> names(ClusterClient client, String kind) {
        var type = kind.equals("Pod") ? ResourceTypes.POD : ResourceTypes.REPLICA_SET;
        return client.list(ListRequest.of(type, "default", "")).items().stream()
                .map(WorkloadObjects::name)
                .toList();
    }
}

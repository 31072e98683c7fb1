package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.setting.Settings;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.component.Consequence;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.testkit.simulator.Fault;
import io.kamaji.testkit.simulator.RecordedRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The ways of a tenant's own pods to its API behind server names, and the isolation of its pods: on, healed, and off again. */
class PodsWayTest {
    private static final TenantControlPlane GATEWAY = Front.gateway().build();
    private static final TenantControlPlane OFF = Front.gateway()
            .setting(Settings.RELAY, false)
            .setting(Settings.API_SERVER_HOST, false)
            .build();
    private static final TenantControlPlane ISOLATED = Blue.spec().isolated().build();
    private static final TenantControlPlane DNS =
            Front.plain().toBuilder().coreDns().build();
    private static final ObjectRef POLICY = ResourceTypes.MUTATION_POLICY.ref("kamaji-apiserver-host");
    private static final ObjectRef BINDING = ResourceTypes.MUTATION_POLICY_BINDING.ref("kamaji-apiserver-host");
    private static final ObjectRef RELAYS = ResourceTypes.DAEMON_SET.ref("default", "kamaji-relay");
    private static final ObjectRef KUBERNETES = ResourceTypes.SERVICE.ref("default", "kubernetes");
    private static final ObjectRef ISOLATION = ResourceTypes.NETWORK_POLICY.ref(Blue.NAMESPACE, "blue");

    private static List<ObjectRef> there(TenantWorld world) {
        return Stream.of(POLICY, BINDING, RELAYS, KUBERNETES)
                .filter(ref -> world.tenant().get(ref).isPresent())
                .toList();
    }

    @Test
    void reconcile_switchedOffAndOnAgain_takesAllOfItAndPutsItBack() {
        try (var world = Front.world()) {
            Front.converge(world, GATEWAY);
            assertThat(there(world)).containsExactly(POLICY, BINDING, RELAYS, KUBERNETES);

            Front.converge(world, OFF);

            assertThat(there(world)).isEmpty(); // no slice either: what is advertised here is a loopback address
            assertThat(Front.left(world)).extracting(ObjectRef::name).doesNotContain("blue-relay");
            assertThat(Blue.objects(world).refs())
                    .extracting(ObjectRef::name)
                    .doesNotContain("blue-relay", "blue-relay-certificate");
            assertThat(Blue.deployment(world).toJson()).doesNotContain("kamaji-relay", "endpoint-reconciler-type");

            Front.converge(world, GATEWAY);

            assertThat(there(world)).containsExactly(POLICY, BINDING, RELAYS, KUBERNETES);
        }
    }

    @Test
    void reconcile_whereTheApiServerMadeTheService_takesItOverAndKeepsItsAddress() {
        try (var world = Front.world()) {
            world.tenant().create(JsonObject.parse("""
                    apiVersion: v1
                    kind: Service
                    metadata: {name: kubernetes, namespace: default, labels: {component: apiserver, provider: kubernetes}}
                    spec:
                      clusterIP: 127.41.0.1
                      ports: [{name: https, port: 443, protocol: TCP, targetPort: 6443}]
                    """));

            Front.converge(world, GATEWAY);

            var spec = world.tenant().get(KUBERNETES).orElseThrow().object("spec");
            assertThat(spec.text("clusterIP")).contains("127.41.0.1");
            assertThat(spec.texts("selector")).containsEntry("k8s-app", "kamaji-relay");
            assertThat(spec.array("ports").objects())
                    .singleElement()
                    .satisfies(port -> assertThat(port.number("targetPort")).contains(7443L));
        }
    }

    @Test
    void reconcile_policyDeletedOrChangedInTheTenant_isHealed() {
        try (var world = Front.world();
                var inside =
                        AdminCluster.kubeconfig(world.tenant().kubeconfig()).connect()) {
            Front.converge(world, GATEWAY);
            var made = world.tenant().get(POLICY).orElseThrow().object("spec");
            inside.delete(BINDING, Preconditions.NONE);
            inside.delete(POLICY, Preconditions.NONE);

            Front.converge(world, GATEWAY);

            assertThat(there(world)).contains(POLICY, BINDING);
            assertThat(world.tenant().get(POLICY).orElseThrow().object("spec")).isEqualTo(made);
        }
    }

    @Test
    void plan_relaysSwitchedOff_tellsWhatPodsNoticeAndNothingOfTheTenantsAddress() {
        try (var world = Front.world();
                var kamaji = world.connect()) {
            Front.converge(world, GATEWAY);

            var consequences = kamaji.tenant(OFF).plan().consequences();

            assertThat(consequences)
                    .filteredOn(consequence -> consequence.ref().equals(Optional.of(KUBERNETES)))
                    .extracting(Consequence::text)
                    .containsExactly(
                            "lets the tenant's API server make Service kubernetes anew: for up to 10 s its pods are"
                                    + " refused there");
        }
    }

    @Test
    void plan_addOnOfTheTenantSwitchedOff_stopsNoControlPlane() {
        try (var world = Front.world();
                var kamaji = world.connect()) {
            world.converge(DNS);

            assertThat(kamaji.tenant(Front.plain()).plan().consequences()).isEmpty();
        }
    }

    @Test
    void reconcile_isolationSwitchedOff_goesAndIsLookedForNoMore() {
        try (var world = Blue.world()) {
            world.converge(ISOLATED);
            assertThat(world.admin().get(ISOLATION)).isPresent();
            world.converge(Blue.spec().build());
            assertThat(world.admin().get(ISOLATION)).isEmpty();
            world.converge(Blue.spec().build());
            world.forget();

            world.converge(Blue.spec().build());

            assertThat(world.admin().requests().all())
                    .isNotEmpty()
                    .extracting(RecordedRequest::path)
                    .noneMatch(path -> path.contains("/networkpolicies"));
        }
    }

    @Test
    void reconcile_isolationRefused_failsByNameInsteadOfRunningWithout() {
        try (var world = Blue.world()) {
            world.admin()
                    .faults()
                    .onEvery(
                            request -> request.path().contains("/networkpolicies") && request.write(),
                            Fault.status(403));

            assertThatThrownBy(() -> world.converge(ISOLATED))
                    .isInstanceOf(KamajiException.class)
                    .hasMessageContaining("NetworkPolicy");
        }
    }

    @Test
    void delete_isolated_leavesNothing() {
        try (var world = Blue.world()) {
            world.converge(ISOLATED);

            world.delete(ISOLATED);

            assertThat(world.admin().get(ISOLATION)).isEmpty();
        }
    }
}

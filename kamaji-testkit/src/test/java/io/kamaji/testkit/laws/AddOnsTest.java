package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.AddonsSpec;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient.ApplyOptions;
import io.kamaji.testkit.simulator.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Add-ons over the life of a tenant: switched off and on, in other modes, and changed by the tenant itself. */
class AddOnsTest {
    private static final TenantControlPlane ALL = blue().coreDns().kubeProxy().build();
    private static final ObjectRef DNS = ObjectRef.of("apps/v1", "Deployment", "kube-system", "coredns");
    private static final ObjectRef COREFILE = ObjectRef.of("v1", "ConfigMap", "kube-system", "coredns");

    /** With the tunnel, and Services where the simulated tenant has its own. */
    private static TenantControlPlane.Builder blue() {
        return Blue.spec().serviceCidr("127.41.0.0/16").konnectivity();
    }

    /** An add-on, what takes it out of the spec, and one of its objects in the tenant. */
    record AddOn(String name, UnaryOperator<AddonsSpec.Builder> without, ObjectRef workload) {
        TenantControlPlane without(TenantControlPlane tenant) {
            var addons = tenant.spec().addons().orElseThrow().toBuilder();
            return tenant.toBuilder()
                    .spec(spec -> spec.addons(without.apply(addons).build()))
                    .build();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<AddOn> addOns() {
        return List.of(
                new AddOn("coreDNS", addons -> addons.coreDNS(Optional.empty()), DNS),
                new AddOn("kubeProxy", addons -> addons.kubeProxy(Optional.empty()), daemonSet("kube-proxy")),
                new AddOn(
                        "konnectivity",
                        addons -> addons.konnectivity(Optional.empty()),
                        daemonSet("konnectivity-agent")));
    }

    private static ObjectRef daemonSet(String name) {
        return ObjectRef.of("apps/v1", "DaemonSet", "kube-system", name);
    }

    @ParameterizedTest
    @MethodSource("addOns")
    void reconcile_addOnSwitchedOffAndOn_goesAndComesWithNothingElse(AddOn addOn) {
        try (var world = Blue.world()) {
            world.converge(addOn.without(ALL));
            var without = refs(world);
            world.converge(ALL);
            var with = refs(world);
            assertThat(with).containsAll(without).contains(addOn.workload());

            world.converge(addOn.without(ALL));
            assertThat(refs(world)).isEqualTo(without);
            world.converge(ALL);
            assertThat(refs(world)).isEqualTo(with);
        }
    }

    /** What there is on both sides, but for what the simulator's controllers make. */
    private static Set<ObjectRef> refs(TenantWorld world) {
        return List.of(world.admin().objects(), world.tenant().objects()).stream()
                .map(Snapshot::objects)
                .flatMap(List::stream)
                .map(ObjectRef::of)
                .filter(ref -> !Set.of("ReplicaSet", "Pod").contains(ref.kind()))
                .collect(Collectors.toSet());
    }

    @Test
    void reconcile_agentModeChanges_leavesOneWorkload() {
        var deployment = blue().konnectivity(konnectivity ->
                        konnectivity.agent(agent -> agent.mode("Deployment").replicas(2)))
                .build();
        try (var world = Blue.world()) {
            world.converge(blue().build());
            world.converge(deployment);
            assertThat(workloads(world)).containsExactly("Deployment konnectivity-agent");
            world.converge(blue().build());
            assertThat(workloads(world)).containsExactly("DaemonSet konnectivity-agent");
        }
    }

    private static List<String> workloads(TenantWorld world) {
        return world.tenant().objects().objects().stream()
                .map(ObjectRef::of)
                .filter(ref -> Set.of("Deployment", "DaemonSet").contains(ref.kind()))
                .map(ref -> ref.kind() + " " + ref.name())
                .toList();
    }

    @Test
    void reconcile_corefileAndReplicasOfTheTenantsOwn_stay() {
        try (var world = Blue.world()) {
            world.converge(ALL);
            kubectl(world, COREFILE, "{data: {Corefile: theirs}}");
            kubectl(world, DNS, "{spec: {replicas: 5}}");
            world.forget();

            world.converge(ALL);

            assertThat(world.tenant().requests().writes()).isZero();
            assertThat(world.tenant().get(COREFILE).orElseThrow().text("data", "Corefile"))
                    .contains("theirs");
            assertThat(world.tenant().get(DNS).orElseThrow().number("spec", "replicas"))
                    .contains(5L);
        }
    }

    @Test
    void reconcile_restOfAnAddOnChangedByTheTenant_isPutBackWithoutWhatIsTheirs() {
        try (var world = Blue.world()) {
            world.converge(ALL);
            var selector = List.of("spec", "template", "spec", "nodeSelector", "kubernetes.io/os");
            kubectl(world, DNS, "{spec: {replicas: 5, template: {spec: {nodeSelector: {kubernetes.io/os: plan9}}}}}");

            world.converge(ALL);

            var dns = world.tenant().get(DNS).orElseThrow();
            assertThat(dns.text(selector.toArray(String[]::new))).contains("linux");
            assertThat(dns.number("spec", "replicas")).contains(5L);
        }
    }

    /** Somebody in the tenant sets fields of an object. */
    private static void kubectl(TenantWorld world, ObjectRef ref, String fields) {
        try (var client = AdminCluster.kubeconfig(world.tenant().kubeconfig()).connect()) {
            var object = JsonObject.of("apiVersion", ref.apiVersion(), "kind", ref.kind())
                    .with("metadata", JsonObject.of("namespace", ref.namespace(), "name", ref.name()))
                    .plus(JsonObject.parse(fields));
            client.apply(object, new ApplyOptions("kubectl", true, false));
        }
    }
}

package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.ClusterCall;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ApplyOptions;
import io.kamaji.core.cluster.ClusterClient.DeleteOptions;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.reconcile.RequiredRights.Use;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rights that a platform team is asked for are those that are used: none more, none less. */
@Tag("once")
class RequiredRightsTest {
    private static final String REFERENCE_FINALIZER = "finalizer.kamaji.clastix.io/datastore-secret";

    private final Queue<ClusterCall> calls = new ConcurrentLinkedQueue<>();

    @Test
    void tenants_createdChangedHealedAndDeleted_useEachRightAndNoOther() throws Exception {
        try (var world = Blue.world(admin -> admin.deploymentsBecomeAvailable(Duration.ofMillis(300)));
                var somebody = world.adminCluster().connect()) {
            var sqlite = Blue.spec().replicas(1).dataStore("embedded");
            collide(world, somebody, Blue.spec().replicas(2).build());
            collide(world, somebody, sqlite.build());
            live(
                    world,
                    somebody,
                    Blue.spec().replicas(2).build(),
                    Blue.spec().replicas(3).build());
            live(
                    world,
                    somebody,
                    Blue.spec().replicas(2).build(),
                    Blue.spec().replicas(1).build());
            live(
                    world,
                    somebody,
                    sqlite.build(),
                    sqlite.certSan("blue.example.com").build());

            assertThat(used()).isEqualTo(rights(world, Use.TENANTS));
        }
    }

    @Test
    void tenantsBehindFronts_useNothingElseThanTheirRightsAndThoseOnDemand() {
        try (var world = Front.world()) {
            for (var front : List.of(Front.gateway().build(), Front.ingress().build())) {
                try (var kamaji = kamaji(world)) {
                    for (var done = false; !done; ) {
                        done = kamaji.tenant(front).reconcile().result().isDone();
                        Front.act(world);
                    }
                    kamaji.tenant(front).delete();
                }
            }

            assertThat(used()).isSubsetOf(rights(world, Use.TENANTS, Use.ON_DEMAND));
            assertThat(used())
                    .contains("get gateways", "get ingressclasses")
                    .contains("list tlsroutes", "create tlsroutes", "patch tlsroutes", "delete tlsroutes")
                    .contains("list ingresses", "create ingresses", "patch ingresses", "delete ingresses");
        }
    }

    @Test
    void kubeconfigs_handedOut_useEachOfTheirRightsAndNoOther() {
        try (var world = Blue.world()) {
            var tenant = Blue.spec().build();
            world.converge(tenant);
            try (var kamaji = kamaji(world)) {
                kamaji.tenant(tenant).kubeconfig("ann", List.of(), Duration.ofHours(1));
                kamaji.tenant(tenant).kubeconfig("ann", List.of(), Duration.ofHours(1)); // the same, told once more
            }

            assertThat(used()).isEqualTo(rights(world, Use.KUBECONFIGS));
        }
    }

    /** Objects of the tenant's names that are another's, one after the other. */
    private void collide(TenantWorld world, ClusterClient somebody, TenantControlPlane tenant) {
        try (var kamaji = kamaji(world)) {
            for (var manifest : kamaji.tenant(tenant).render().manifests(Target.ADMIN)) {
                if (manifest.ref().kind().equals("Secret")) {
                    continue;
                }
                var other = manifest.tree()
                        .withAt(List.of("metadata", "labels"), Map.of("kamaji.clastix.io/name", "other"));
                somebody.apply(other, new ApplyOptions("somebody", true, false));
                assertThatThrownBy(() -> passes(kamaji, tenant)).isInstanceOf(KamajiException.class);
                somebody.delete(manifest.ref(), Preconditions.NONE);
                kamaji.tenant(tenant).delete();
            }
        }
    }

    private static void passes(Kamaji kamaji, TenantControlPlane tenant) {
        kamaji.tenant(tenant).await(Duration.ofMinutes(1), pass -> {});
    }

    /** From nothing by way of a change and of damage to nothing; of each kind something is held up by a finalizer. */
    private void live(TenantWorld world, ClusterClient somebody, TenantControlPlane created, TenantControlPlane changed)
            throws Exception {
        try (var kamaji = kamaji(world)) {
            passes(kamaji, created);
            passes(kamaji, changed);
            somebody.delete(object("v1", "ConfigMap", "blue-kubeadmconfig"), Preconditions.NONE);
            somebody.patch(
                    object("v1", "Secret", "blue-scheduler-kubeconfig"),
                    PatchType.MERGE,
                    JsonObject.of("data", Map.of("scheduler.conf", "bm9uZQ==")),
                    "");
            passes(kamaji, changed);
            somebody.create(JsonObject.parse("""
                    {apiVersion: v1, kind: Pod, metadata: {name: blue-0, namespace: tenants,
                      labels: {kamaji.clastix.io/name: blue}}, spec: {nodeName: n, containers: [{name: c, image: i}]}}
                    """));
            finalize(somebody, object("v1", "Secret", "blue-datastore-config"), REFERENCE_FINALIZER);
            var held = new LinkedHashMap<String, ObjectRef>();
            world.admin().objects().in(Blue.NAMESPACE).objects().stream()
                    .filter(object -> !ObjectRef.of(object).equals(object("v1", "Secret", "blue-datastore-config")))
                    .forEach(object -> held.putIfAbsent(object.text("kind").orElseThrow(), ObjectRef.of(object)));
            held.values().forEach(ref -> finalize(somebody, ref, "example.com/hold"));
            somebody.create(JsonObject.parse("""
                    {apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: blue-0, namespace: tenants,
                      labels: {kamaji.clastix.io/name: blue}}, spec: {selector: {matchLabels: {a: b}},
                      template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}}}
                    """));
            var deletion =
                    CompletableFuture.runAsync(() -> kamaji.tenant(changed).delete(Duration.ofMinutes(1)));
            while (!deletion.isDone()) {
                held.values().removeIf(ref -> letGo(somebody, ref));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            deletion.get();
        }
    }

    /** Once it is waited for. */
    private boolean letGo(ClusterClient somebody, ObjectRef ref) {
        var type = ResourceTypes.of(ref.apiVersion(), ref.kind()).orElseThrow();
        if (!used().contains("watch " + type.plural())) {
            return false;
        }
        if (ref.kind().equals("Pod")) {
            somebody.delete(ref, Preconditions.NONE);
            if (!used().contains("delete pods")) {
                return false; // it is going, and not told yet that it need not drain
            }
            somebody.delete(ref, new DeleteOptions(Preconditions.NONE, Optional.of(Duration.ZERO), false));
        }
        finalize(somebody, ref);
        return true;
    }

    private static void finalize(ClusterClient somebody, ObjectRef ref, String... finalizers) {
        somebody.patch(ref, PatchType.MERGE, JsonObject.of("metadata", Map.of("finalizers", List.of(finalizers))), "");
    }

    private static ObjectRef object(String apiVersion, String kind, String name) {
        return ObjectRef.of(apiVersion, kind, Blue.NAMESPACE, name);
    }

    private Kamaji kamaji(TenantWorld world) {
        return world.connect(world.adminCluster().listener(calls::add), settings -> settings);
    }

    private Set<String> rights(TenantWorld world, Use... uses) {
        var rights = new TreeSet<String>();
        try (var kamaji = kamaji(world)) {
            kamaji.requiredRights()
                    .forUses(Set.of(uses))
                    .byType()
                    .forEach((type, verbs) -> verbs.forEach(verb -> rights.add(verb + " " + type.plural())));
        }
        return rights;
    }

    private Set<String> used() {
        var used = new TreeSet<String>();
        calls.forEach(call -> call.verb().rights().forEach(right -> used.add(right + " " + call.resource())));
        return used;
    }

    @Test
    void roles_ofNamespaces_holdWhatIsInThemAndAClusterRoleTheRest() {
        try (var world = Blue.world();
                var kamaji = world.connect()) {
            var roles = kamaji.requiredRights().roles("kamaji", List.of("tenants", "more"));

            assertThat(roles)
                    .extracting(role -> role.text("kind").orElseThrow() + " "
                            + role.text("metadata", "namespace").orElse("-"))
                    .containsExactly("Role tenants", "Role more", "ClusterRole -");
            assertThat(roles.get(2).array("rules").objects().toList())
                    .containsExactly(JsonObject.parse(
                            "{apiGroups: [kamaji.clastix.io], resources: [datastores], verbs: [list]}"));
        }
    }

    @Test
    void listener_calls_areToldWithVerbResourceAndCode() {
        try (var world = Blue.world();
                var kamaji = kamaji(world)) {
            kamaji.tenant(Blue.spec().build()).reconcile();

            assertThat(calls)
                    .allSatisfy(call -> assertThat(call.cluster()).isEqualTo("admin"))
                    .anySatisfy(call -> assertThat(call.verb() + " " + call.resource() + " " + call.code())
                            .isEqualTo("LIST secrets 200"))
                    .anySatisfy(call -> assertThat(call.verb() + " " + call.resource() + " " + call.code())
                            .isEqualTo("GET secrets 404"))
                    .anySatisfy(call -> assertThat(call.verb() + " " + call.resource() + " " + call.code())
                            .isEqualTo("CREATE secrets 200"));
        }
    }
}

package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.boundary.Boundaries;
import io.kamaji.api.boundary.BoundaryDefinitions;
import io.kamaji.api.boundary.PodSecurityLevel;
import io.kamaji.api.boundary.TenantClass;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.value.Violation;
import io.kamaji.core.Kamaji;
import io.kamaji.core.boundary.BoundarySource;
import io.kamaji.core.boundary.ClassSource;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.reconcile.TenantReconciler;
import io.kamaji.core.status.Condition;
import io.kamaji.core.status.ConditionType;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.simulator.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A pass holds a tenant within its boundaries: what is new and outside is refused whole, what ran before goes on. */
class WithinBoundariesTest {
    private static final Boundaries WIDE =
            Boundaries.builder("wide").replicas(1, 9).build();
    private static final Boundaries NARROW =
            Boundaries.builder("narrow").replicas(1, 3).build();

    private static TenantWorld world;
    private static Map<String, Kamaji> bound;
    private static Kamaji free;

    static Stream<HostileSpec> hostile() {
        return HostileSpec.all();
    }

    @BeforeAll
    static void start() {
        world = TenantWorld.builder()
                .admin(admin -> admin.namespaces(TenantWorld.NAMESPACE, "team-a"))
                .dataStores(Blue.etcd("shared-1"), Blue.etcd("gold"))
                .start();
        bound = Map.of(
                "team", world.connect(in(HostileSpec.boundaries("team"))),
                "closed", world.connect(in(HostileSpec.boundaries("closed"))));
        free = world.connect();
    }

    @AfterAll
    static void close() {
        bound.values().forEach(Kamaji::close);
        free.close();
        world.close();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void reconcile_hostileSpec_isRefusedAtItsPathByItsBoundaryBeforeAnyWrite(HostileSpec spec) {
        world.admin().requests().reset();

        assertThat(refused(bound.get(spec.boundary()), spec.tenant()))
                .containsExactlyInAnyOrderElementsOf(spec.refused());
        assertThat(world.admin().requests().writes()).isZero();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void plan_hostileSpecByAnAdministrator_isNotHeldAgainstAnyBoundary(HostileSpec spec) {
        try {
            assertThat(free.tenant(spec.tenant()).plan().writes()).isPositive();
        } catch (KamajiException | InvalidSpecException somethingElse) {
            assertThat(somethingElse).hasMessageNotContaining("boundary");
        }
    }

    private static UnaryOperator<ReconcilerSettings.Builder> in(Boundaries... boundaries) {
        return settings -> settings.boundaries(BoundarySource.of(boundaries));
    }

    private static List<String> refused(Kamaji kamaji, TenantControlPlane tenant) {
        return catchThrowableOfType(
                        InvalidSpecException.class, () -> kamaji.tenant(tenant).reconcile())
                .violations()
                .stream()
                .filter(violation -> violation.message().contains("(boundary "))
                .map(HostileSpec::row)
                .toList();
    }

    private static Pass last(List<Pass> passes) {
        return passes.get(passes.size() - 1);
    }

    private static Condition within(Pass pass) {
        return pass.status().condition(ConditionType.WITHIN_BOUNDARIES).orElseThrow();
    }

    private static TenantControlPlane blue(int replicas) {
        return Blue.spec()
                .replicas(replicas)
                .spec(spec -> spec.dataStoreSchema(Optional.empty()).dataStoreUsername(Optional.empty()))
                .build();
    }

    @Test
    void reconcile_boundaryNarrowedLater_keepsTheTenantAndHoldsForTheNextChange() {
        try (var world = Blue.world()) {
            var before = last(world.converge(blue(5), in(WIDE)));
            assertThat(within(before).holds()).contains(true);

            var narrowed = last(world.converge(blue(5), in(NARROW)));
            assertThat(narrowed.status().isReady()).isTrue();
            assertThat(within(narrowed).holds()).contains(false);
            assertThat(within(narrowed).message())
                    .isEqualTo("spec.controlPlane.deployment.replicas: 5: must be at least 1 and at most 3"
                            + " (boundary narrow, replicas)");
            assertThat(narrowed.plan().warnings()).anyMatch(text -> text.contains("boundary narrow, replicas"));
            assertThat(world.pass(blue(5), in(NARROW)).report().writes()).isZero();
        }
    }

    @Test
    void reconcile_changeOfSomethingElse_isTakenThoughTheBoundaryWasNarrowed() {
        try (var world = Blue.world()) {
            world.converge(blue(5), in(WIDE));
            var other = blue(5).toBuilder().kubernetesVersion("1.36.2").build();

            assertThat(last(world.converge(other, in(NARROW))).status().isReady())
                    .isTrue();
        }
    }

    @Test
    void reconcile_settingThatIsGrantedNoMore_isKept() {
        var gold = Boundaries.builder("gold")
                .set("pods.priorityClasses", List.of("gold"))
                .build();
        var silver =
                gold.toBuilder().set("pods.priorityClasses", List.of("silver")).build();
        var blue = blue(1).toBuilder().priorityClass("gold").build();
        try (var world = Blue.world()) {
            world.converge(blue, in(gold));

            var narrowed = last(world.converge(blue, in(silver)));
            assertThat(within(narrowed).holds()).contains(false);
            assertThat(narrowed.status().isReady()).isTrue();
        }
    }

    @Test
    void reconcile_changeToSomethingElseOutside_isRefused() {
        try (var world = Blue.world();
                var kamaji = world.connect(in(NARROW))) {
            world.converge(blue(5), in(WIDE));

            assertThat(refused(kamaji, blue(6))).containsExactly("spec.controlPlane.deployment.replicas replicas");
            assertThat(Blue.deployment(world).number("spec", "replicas")).contains(5L);
        }
    }

    @Test
    void reconcile_changeToWithin_isTakenAndTold() {
        try (var world = Blue.world()) {
            world.converge(blue(5), in(WIDE));

            assertThat(within(last(world.converge(blue(3), in(NARROW)))).holds())
                    .contains(true);
            assertThat(Blue.deployment(world).number("spec", "replicas")).contains(3L);
        }
    }

    @Test
    void reconcile_boundaryDrawnAroundARunningTenant_keepsIt() {
        try (var world = Blue.world()) {
            world.converge(blue(5));

            assertThat(within(last(world.converge(blue(5), in(NARROW)))).holds())
                    .contains(false);
            assertThat(last(world.converge(blue(5))).status().condition(ConditionType.WITHIN_BOUNDARIES))
                    .isEmpty();
        }
    }

    @Test
    void reconcile_oneTenantMoreThanMayBe_isRefusedAndTheOthersGoOn() {
        var one = in(Boundaries.builder("one").tenants(1).build());
        try (var world = Blue.world();
                var kamaji = world.connect(one)) {
            world.converge(blue(1), one);

            assertThat(refused(kamaji, green())).containsExactly("metadata.namespace tenants");
            assertThat(last(world.converge(blue(1), one)).status().isReady()).isTrue();
        }
    }

    @Test
    void reconcile_tenantsThatNeverGetAnAddress_areCountedAllTheSame() {
        var one = in(Boundaries.builder("one").tenants(1).build());
        try (var world = Blue.world(ApiServerSimulator.Builder::withoutLoadBalancers);
                var kamaji = world.connect(one)) {
            kamaji.tenant(blue(1)).reconcile();
            assertThat(kamaji.tenant(blue(1)).reconcile().status().isReady()).isFalse();

            assertThat(refused(kamaji, green())).containsExactly("metadata.namespace tenants");
            assertThat(world.admin().objects().refs())
                    .noneMatch(ref -> ref.name().startsWith("green"));
        }
    }

    @Test
    void reconcile_twoThatBeginAtTheSameMoment_oneGoesOn() {
        var one = in(Boundaries.builder("one").tenants(1).build());
        try (var world = Blue.world();
                var kamaji = world.connect(one);
                var admin = world.adminCluster().connect()) {
            TenantReconciler.create(world.settings(one)).reconcile(green(), admin, plan -> {
                world.converge(blue(1), one); // after green was counted, and before it writes
                return plan;
            });

            assertThat(refused(kamaji, green())).containsExactly("metadata.namespace tenants");
            assertThat(world.admin().objects().refs())
                    .filteredOn(ref -> ref.name().startsWith("green"))
                    .extracting(ObjectRef::name)
                    .containsExactly("green-datastore-config");
            assertThat(last(world.converge(blue(1), one)).status().isReady()).isTrue();

            world.delete(blue(1), one);
            assertThat(last(world.converge(green(), one)).status().isReady()).isTrue();
        }
    }

    private static TenantControlPlane green() {
        return blue(1).toBuilder().metadata(metadata -> metadata.name("green")).build();
    }

    @Test
    void reconcile_podsBelowTheStandard_areRefusedWhereTheSpecCanSayIt() {
        var restricted = Boundaries.builder("strict")
                .podSecurity(PodSecurityLevel.RESTRICTED)
                .build();
        try (var world = Blue.world();
                var kamaji = world.connect(in(restricted))) {
            var place = "spec.controlPlane.deployment.containerSecurityContexts.";
            assertThat(refused(kamaji, blue(1)))
                    .contains(
                            place + "apiServer.runAsNonRoot podSecurity",
                            place + "controllerManager.allowPrivilegeEscalation podSecurity",
                            place + "scheduler.capabilities.drop podSecurity");

            var context = JsonObject.parse("""
                    {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                    """);
            var strict = blue(1).toBuilder()
                    .spec(spec -> spec.controlPlane(plane -> plane.deployment(deployment -> deployment
                            .podSecurityContext(JsonObject.parse(
                                    "{runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}"))
                            .containerSecurityContexts(all -> all.apiServer(context)
                                    .controllerManager(context)
                                    .scheduler(context)))))
                    .build();
            assertThat(last(world.converge(strict, in(restricted))).status().isReady())
                    .isTrue();
        }
    }

    @Test
    void reconcile_privilegedContainer_isRefusedByBaselineAtItsPlace() {
        var open = Boundaries.builder("open").additionalContainers(true).build();
        var container = JsonObject.parse("""
                name: helper
                image: registry.k8s.io/pause:3.10
                ports: [{containerPort: 80, hostPort: 80}]
                securityContext: {privileged: true, capabilities: {add: [SYS_ADMIN]}}
                """);
        try (var world = Blue.world();
                var kamaji = world.connect(in(open))) {
            var spec = blue(1).toBuilder()
                    .spec(it -> it.controlPlane(
                            plane -> plane.deployment(deployment -> deployment.addAdditionalContainer(container))))
                    .build();

            var place = "spec.controlPlane.deployment.additionalContainers[0].";
            assertThat(refused(kamaji, spec))
                    .containsExactlyInAnyOrder(
                            place + "securityContext.privileged podSecurity",
                            place + "securityContext.capabilities.add[0] podSecurity",
                            place + "ports[0].hostPort podSecurity");
        }
    }

    @Test
    void reconcile_storeOutsideOfThePool_isRefused() {
        var gold = Boundaries.builder("gold").pool("tier", "gold").build();
        try (var world = Blue.world();
                var kamaji = world.connect(in(gold))) {
            assertThat(refused(kamaji, blue(1))).containsExactly("spec.dataStore dataStores.pool");
        }
    }

    @Test
    void customResources_boundTheNamespacesThatTheySelect() {
        UnaryOperator<ReconcilerSettings.Builder> custom =
                settings -> settings.boundaries(BoundarySource.customResources());
        try (var world = Blue.world();
                var kamaji = world.connect(custom)) {
            BoundaryDefinitions.all().forEach(world.admin()::create);
            world.admin()
                    .create(NARROW.toBuilder()
                            .namespaces(Map.of("team", "a"))
                            .build()
                            .toJsonObject());
            assertThat(kamaji.tenant(blue(5)).plan().writes()).isPositive();

            world.admin()
                    .create(NARROW.toBuilder()
                            .namespaces(Map.of("kubernetes.io/metadata.name", Blue.NAMESPACE))
                            .build()
                            .toJsonObject()
                            .update("metadata", metadata -> metadata.with("name", "here")));
            assertThat(refused(kamaji, blue(5))).containsExactly("spec.controlPlane.deployment.replicas replicas");

            world.admin().faults().onEvery(request -> request.path().contains("tenantboundaries"), Fault.status(403));
            assertThat(catchThrowableOfType(
                            KamajiException.class, () -> kamaji.tenant(blue(1)).plan()))
                    .hasMessageContaining("tenantboundaries");
        }
    }

    @Test
    void customResources_classThatCannotBeRead_concernsOnlyThoseOfIt() {
        UnaryOperator<ReconcilerSettings.Builder> custom = settings -> settings.classes(ClassSource.customResources());
        var small = TenantClass.builder("small")
                .byDefault("controlPlane.deployment.replicas", 1)
                .build();
        var odd = small.toJsonObject()
                .withAt(List.of("metadata", "name"), "odd")
                .withAt(List.of("spec", "defaults"), Map.of("dataStore", 3));
        try (var world = Blue.world();
                var kamaji = world.connect(custom)) {
            BoundaryDefinitions.all().forEach(world.admin()::create);
            Function<String, TenantControlPlane> of = name ->
                    blue(1).toBuilder().annotation(TenantClass.ANNOTATION, name).build();
            assertThat(classless(kamaji, of.apply("small"))).containsExactly("there is no such class, only []");
            world.admin().create(small.toJsonObject());
            world.admin().create(odd);

            assertThat(kamaji.tenant(blue(1)).plan().writes()).isPositive();
            assertThat(kamaji.tenant(of.apply("small")).plan().writes()).isPositive();
            assertThat(classless(kamaji, of.apply("none"))).containsExactly("there is no such class, only [small]");
            assertThat(classless(kamaji, of.apply("odd")))
                    .singleElement()
                    .satisfies(text -> assertThat(text).contains("TenantClass odd", "spec.defaults.dataStore"));

            world.admin()
                    .create(odd.withAt(List.of("metadata", "name"), "standard")
                            .withAt(List.of("metadata", "annotations", TenantClass.IS_DEFAULT), "true"));
            assertThat(classless(kamaji, blue(1)))
                    .singleElement()
                    .satisfies(text -> assertThat(text).contains("TenantClass standard"));
            assertThat(kamaji.tenant(of.apply("small")).plan().writes()).isPositive();
        }
    }

    private static List<String> classless(Kamaji kamaji, TenantControlPlane tenant) {
        return catchThrowableOfType(
                        InvalidSpecException.class, () -> kamaji.tenant(tenant).plan())
                .violations()
                .stream()
                .filter(violation -> violation.path().equals("metadata.annotations[" + TenantClass.ANNOTATION + "]"))
                .map(Violation::message)
                .toList();
    }
}

package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.setting.Settings;
import io.kamaji.api.tenant.KonnectivityServerSpec;
import io.kamaji.api.tenant.ParentReference;
import io.kamaji.api.tenant.SharedAddress;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.status.Condition;
import io.kamaji.core.status.ConditionType;
import io.kamaji.core.status.NextStep;
import io.kamaji.testkit.simulator.Fault;
import io.kamaji.testkit.simulator.RecordedRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws 2 to 5 behind an Ingress and a Gateway, and what is told of what those say. */
class FrontsTest {
    private static final TenantControlPlane GATEWAY = Front.gateway().build();

    static Stream<Named<TenantControlPlane>> fronts() {
        return Stream.of(
                Named.of("ingress", Front.ingress().build()),
                Named.of("gateway", GATEWAY),
                Named.of("gateway with a port", tcp()));
    }

    private static TenantControlPlane tcp() {
        var parent = ParentReference.builder().name("shared").namespace("infra").sectionName("blue");
        return Blue.spec()
                .konnectivity(konnectivity -> konnectivity.server(
                        KonnectivityServerSpec.builder().port(7444).build()))
                .port(7443)
                .gateway(gateway -> gateway.hostname("blue.example.com")
                        .parentRefs(List.of(parent.port(7443).build())))
                .setting(Settings.GATEWAY_ROUTE, "TCPRoute")
                .setting(Settings.KONNECTIVITY_LISTENER, "blue-tunnel")
                .build();
    }

    private static Condition routed(Pass pass) {
        return pass.status().condition(ConditionType.ROUTE_ACCEPTED).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("fronts")
    void reconcile_again_fromANewProcess_writesNothing(TenantControlPlane tenant) {
        try (var world = Front.world()) {
            Front.converge(world, tenant);
            world.forget();

            assertThat(world.converge(tenant)).hasSize(1);

            assertThat(world.admin().requests().all()).isNotEmpty().allMatch(FrontsTest::isRead);
            assertThat(world.tenant().requests().all()).allMatch(FrontsTest::isRead);
        }
    }

    private static boolean isRead(RecordedRequest request) {
        return !request.write() && request.method().equals("GET");
    }

    @ParameterizedTest
    @MethodSource("fronts")
    void reconcile_first_makesOneRevisionInFewWrites(TenantControlPlane tenant) {
        try (var world = Front.world()) {
            var passes = Front.converge(world, tenant);

            var objects = Blue.objects(world)
                    .where(object -> object.texts("metadata", "labels").containsKey("kamaji.clastix.io/name"))
                    .size();
            assertThat(Blue.deployment(world).number("metadata", "generation")).contains(1L);
            assertThat(world.admin().requests().writes()).isLessThanOrEqualTo(objects + 3);
            assertThat(world.credentials().replaced()).isEmpty();
            assertThat(routed(passes.get(passes.size() - 1)).isTrue()).isTrue();
            Checksums.requireTrue(Blue.objects(world));
        }
    }

    @ParameterizedTest
    @MethodSource("fronts")
    void delete_leavesNothing(TenantControlPlane tenant) {
        try (var world = Front.world()) {
            Front.converge(world, tenant);
            assertThat(Front.left(world)).hasSizeBetween(2, 3);

            world.delete(tenant);

            assertThat(Front.left(world)).isEmpty();
            assertThat(Blue.objects(world)
                            .where(o -> o.texts("metadata", "labels").containsKey("kamaji.clastix.io/name"))
                            .refs())
                    .isEmpty();
        }
    }

    @Test
    void delete_specNoLongerAsks_takesRecordedRoutes() {
        try (var world = Front.world()) {
            Front.converge(world, GATEWAY);

            world.delete(Blue.spec().build());

            assertThat(Front.left(world)).isEmpty();
        }
    }

    @Test
    void reconcile_withoutAFront_looksForNoneOfItsKinds() {
        try (var world = Front.world()) {
            var tenant = Blue.spec().konnectivity().build();
            world.converge(tenant);
            world.delete(tenant);

            assertThat(world.admin().requests().all())
                    .extracting(RecordedRequest::path)
                    .noneMatch(path -> path.contains("/ingress") || path.contains("gateway.networking.k8s.io"));
        }
    }

    @Test
    void reconcile_kindsAreNotServed_isRefusedBeforeAnythingIsWritten() {
        try (var world = Blue.world()) {
            assertThatThrownBy(() -> world.pass(GATEWAY))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("spec.controlPlane.gateway")
                    .hasMessageContaining(
                            "TLSRoute resource is not available in this cluster: install the Gateway API");

            assertThat(world.admin().requests().writes()).isZero();
            assertThat(world.store().effects()).isEmpty();
        }
    }

    @Test
    void reconcile_gatewayMissing_saysWhatIsWaitedForAndSinceWhen() {
        try (var world = Blue.world(Front::served)) {
            world.pass(GATEWAY);
            var pass = world.pass(GATEWAY);

            assertThat(routed(pass).holds()).contains(false);
            assertThat(routed(pass).reason()).isEqualTo("GatewayNotFound");
            assertThat(routed(pass).message()).startsWith("Gateway infra/shared, which is not there");
            assertThat(routed(pass).since()).contains(Blue.NOW);
            assertThat(pass.status().isReady()).isFalse();
        }
    }

    @Test
    void reconcile_gatewayRefusesTheRoute_waitsOnTheRoute() {
        try (var world = Front.world()) {
            Front.converge(world, GATEWAY);
            Front.tell(world, Front.ROUTE, Front.condition("Accepted", "False", "NotAllowedByListeners"));

            var pass = world.pass(GATEWAY);

            assertThat(routed(pass).reason()).isEqualTo("NotAllowedByListeners");
            var retry = (NextStep.Retry) pass.result();
            assertThat(retry.why()).startsWith("Gateway infra/shared to accept TLSRoute blue");
            assertThat(retry.on().orElseThrow().ref()).isEqualTo(Front.ROUTE);
        }
    }

    @Test
    void reconcile_gateway_statusIsTheReferences() {
        try (var world = Front.world()) {
            var passes = Front.converge(world, GATEWAY);
            var pass = passes.get(passes.size() - 1);

            var gateway = Front.status(pass, "kubernetesResources", "gateway").orElseThrow();
            assertThat(gateway.text("routeRef", "name")).contains("blue");
            assertThat(gateway.array("parents"))
                    .isEqualTo(world.admin().get(Front.ROUTE).orElseThrow().array("status", "parents"));
            assertThat(gateway.array("accessPoints").objects())
                    .extracting(point -> point.text("type").orElse("") + " "
                            + point.text("value").orElse("") + " "
                            + point.number("port").orElse(0L))
                    .contains("Hostname https://blue.example.com:6443 6443");
            assertThat(Front.status(pass, "addons", "konnectivity", "gateway")
                            .orElseThrow()
                            .array("accessPoints")
                            .objects())
                    .extracting(point -> point.text("value").orElse(""))
                    .containsExactly("https://blue.example.com:8132");
            assertThat(pass.wireStatus().controlPlaneEndpoint().orElseThrow()).doesNotContain("example.com");
        }
    }

    @Test
    void reconcile_ingress_statusIsTheReferences() {
        try (var world = Front.world()) {
            var tenant = Front.ingress().build();
            Front.converge(world, tenant);
            world.admin().setStatus(Front.INGRESS, JsonObject.parse("{loadBalancer: {ingress: [{ip: 192.0.2.201}]}}"));

            var pass = world.pass(tenant);

            assertThat(Front.status(pass, "kubernetesResources", "ingress").orElseThrow())
                    .isEqualTo(JsonObject.parse("""
                            {name: blue, namespace: tenants, loadBalancer: {ingress: [{ip: 192.0.2.201}]}}
                            """));
            assertThat(routed(pass).reason()).isEqualTo("AddressAssigned");
            assertThat(Front.status(pass, "kubernetesResources", "gateway")).isEmpty();
        }
    }

    @Test
    void reconcile_routeDeletedByHand_isMadeAgain() {
        try (var world = Front.world();
                var somebody = world.adminCluster().connect()) {
            Front.converge(world, GATEWAY);
            var before = Blue.deployment(world);
            somebody.delete(Front.ROUTE, Preconditions.NONE);
            world.forget();

            Front.converge(world, GATEWAY);

            assertThat(world.admin().get(Front.ROUTE)).isPresent();
            assertThat(world.admin().requests().writes()).isEqualTo(1);
            assertThat(Blue.deployment(world)).isEqualTo(before);
        }
    }

    @Test
    void reconcile_portOfASharedAddressIsTaken_isRefusedAndNamesTheTenant() {
        var shared = SharedAddress.metalLb("tenants", "192.0.2.1");
        try (var world = Blue.world()) {
            world.converge(Blue.spec().sharedPort(7443, shared).build());
            var red = TenantControlPlane.builder(Blue.NAMESPACE, "red")
                    .kubernetesVersion("1.36.3")
                    .replicas(1)
                    .dataStore("embedded")
                    .sharedPort(7443, shared);
            world.forget();

            assertThatThrownBy(() -> world.pass(red.build()))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("spec.networkProfile.port")
                    .hasMessageContaining("metallb.io/allow-shared-ip=tenants) by tenant tenants/blue");
            assertThat(world.admin().requests().writes()).isZero();

            world.pass(red.port(7444).build());
            assertThat(Blue.get(world, "v1", "Service", "red")).isNotNull();
        }
    }

    @Test
    void reconcile_listenerOfATcpRouteIsTaken_isRefused() {
        try (var world = Front.world()) {
            world.admin().setStatus(Front.GATEWAY, JsonObject.parse("{listeners: [{name: blue, attachedRoutes: 1}]}"));

            assertThatThrownBy(() -> world.pass(tcp()))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("the listener has a route already");
        }
    }

    @Test
    void apply_planOfAFront_isNotStale() {
        try (var world = Front.world();
                var kamaji = world.connect()) {
            var tenant = kamaji.tenant(GATEWAY);
            for (var done = false; !done; ) {
                done = kamaji.apply(tenant.plan()).writes() == 0;
                Front.act(world);
            }

            assertThat(Front.left(world)).containsExactlyInAnyOrder(Front.ROUTE, Front.TUNNEL, Front.RELAY);
        }
    }

    @Test
    @Tag("sweep")
    void create_faultAtAnyRequest_convergesToTheSame() throws Exception {
        Moment empty;
        try (var world = Front.world()) {
            empty = world.moment();
        }
        sweep(new FaultSweep(world -> Blue.stores(world).admin(Front::served).from(empty), FrontsTest::pass, Set.of()));
    }

    @Test
    @Tag("sweep")
    void delete_faultAtAnyRequest_leavesNothing() throws Exception {
        Moment created;
        try (var world = Front.world()) {
            Front.converge(world, GATEWAY);
            created = world.moment();
        }
        sweep(new FaultSweep(
                world -> Blue.stores(world).admin(Front::served).from(created),
                world -> world.deletePass(GATEWAY).result().isDone(),
                Set.of()));
    }

    private static boolean pass(TenantWorld world) {
        var done = world.pass(GATEWAY).result().isDone();
        Front.act(world);
        return done;
    }

    private static void sweep(FaultSweep sweep) throws InterruptedException {
        var faults = Stream.of(Fault.status(409), Fault.status(429), Fault.status(500), Fault.disconnect())
                .flatMap(fault -> Stream.of(fault, fault.afterTheEffect()))
                .toList();
        assertThat(sweep.run(faults).cases()).isGreaterThan(25 * faults.size());
    }
}

package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.setting.Settings;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.SubjectAltNames;
import io.kamaji.testkit.simulator.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Going over to a front and back: the way that the spec has left stays open for a while, then it goes. */
class FormerWaysTest {
    private static final TenantControlPlane BALANCER =
            Front.spec().konnectivity().build();
    private static final TenantControlPlane GATEWAY = Front.gateway().build();
    private static final TenantControlPlane AT_ONCE =
            Front.gateway().setting(Settings.FORMER_WAY, Duration.ZERO).build();

    private static String type(TenantWorld world) {
        return Blue.get(world, "v1", "Service", "blue").text("spec", "type").orElseThrow();
    }

    private static String address(TenantWorld world) {
        return Blue.get(world, "v1", "Service", "blue")
                .array("status", "loadBalancer", "ingress")
                .objects()
                .findFirst()
                .flatMap(ingress -> ingress.text("ip"))
                .orElseThrow();
    }

    private static List<String> names(TenantWorld world) {
        var secret = Blue.secret(world, "api-server-certificate");
        var names = SubjectAltNames.of(
                KeyedCertificate.parse(Blue.decoded(secret, "apiserver.crt"), Blue.decoded(secret, "apiserver.key"))
                        .certificate());
        return Stream.concat(names.dnsNames().stream(), names.ipAddresses().stream())
                .toList();
    }

    private static long revisions(TenantWorld world) {
        return Blue.deployment(world).number("metadata", "generation").orElseThrow();
    }

    private static Pass last(List<Pass> passes) {
        return passes.get(passes.size() - 1);
    }

    @Test
    void toAGateway_balancerStaysForADay_thenGoesWithoutARollout() {
        try (var world = Front.world()) {
            Front.converge(world, BALANCER);
            var address = address(world);

            var passes = Front.converge(world, GATEWAY);

            assertThat(type(world)).isEqualTo("LoadBalancer");
            assertThat(address(world)).isEqualTo(address);
            assertThat(names(world)).contains(address, "blue.example.com");
            assertThat(revisions(world)).isEqualTo(2);
            assertThat(Blue.decoded(Blue.secret(world, "admin-kubeconfig"), "admin.conf"))
                    .contains("https://blue.example.com:6443");
            assertThat(passes.get(0).plan().warnings())
                    .anySatisfy(warning -> assertThat(warning)
                            .startsWith("reached at " + address + ":6443, too, until 2026-03-02T00:00:00Z:"
                                    + " Service blue stay")
                            .contains("must go to blue.example.com:6443", "/etc/kubernetes/kubelet.conf"));
            world.forget();
            Front.converge(world, GATEWAY);
            assertThat(world.admin().requests().writes()).isZero();

            world.clock().advance(Duration.ofHours(25));
            Front.converge(world, GATEWAY);

            assertThat(type(world)).isEqualTo("ClusterIP");
            assertThat(revisions(world)).isEqualTo(2);
        }
    }

    @Test
    void toAGateway_userEndsTheFormerWay_goesAtOnce() {
        try (var world = Front.world()) {
            Front.converge(world, BALANCER);
            Front.converge(world, GATEWAY);

            Front.converge(world, AT_ONCE);

            assertThat(type(world)).isEqualTo("ClusterIP");
        }
    }

    @Test
    void toABalancer_routesStayUntilTheUserSaysSo() {
        try (var world = Front.world()) {
            Front.converge(world, GATEWAY);
            var spec = world.admin().get(Front.ROUTE).orElseThrow().object("spec");

            var passes = Front.converge(world, BALANCER);

            assertThat(Front.left(world)).containsExactlyInAnyOrder(Front.ROUTE, Front.TUNNEL, Front.RELAY);
            assertThat(world.admin().get(Front.ROUTE).orElseThrow().object("spec"))
                    .isEqualTo(spec);
            assertThat(names(world)).contains(address(world), "blue.example.com");
            assertThat(last(passes).status().isReady()).isTrue();
            assertThat(passes.get(0).plan().warnings())
                    .anyMatch(warning -> warning.startsWith("reached at blue.example.com:6443, too, until "));

            Front.converge(
                    world,
                    Front.spec()
                            .konnectivity()
                            .setting(Settings.FORMER_WAY, Duration.ZERO)
                            .build());

            assertThat(Front.left(world)).isEmpty();
            assertThat(revisions(world)).isEqualTo(2);
        }
    }

    @Test
    void backBeforeItsTime_isTheWayAgain() {
        try (var world = Front.world()) {
            Front.converge(world, BALANCER);
            var address = address(world);
            Front.converge(world, GATEWAY);

            Front.converge(world, BALANCER);

            assertThat(address(world)).isEqualTo(address);
            assertThat(Blue.get(world, "v1", "Service", "blue").texts("metadata", "annotations"))
                    .doesNotContainKey("kamaji.clastix.io/leaving-since");
        }
    }

    @Test
    void tunnelSwitchedOff_takesItsRouteAtOnce() {
        try (var world = Front.world()) {
            Front.converge(world, GATEWAY);

            Front.converge(
                    world,
                    Front.spec().gateway("blue.example.com", "infra", "shared").build());

            assertThat(Front.left(world)).containsExactlyInAnyOrder(Front.ROUTE, Front.RELAY);
        }
    }

    @Test
    @Tag("sweep")
    void toAGateway_faultAtAnyRequest_convergesToTheSame() throws Exception {
        Moment created;
        try (var world = Front.world()) {
            Front.converge(world, BALANCER);
            created = world.moment();
        }
        var reissued = Set.of(
                "blue-api-server-certificate/apiserver.crt",
                "blue-api-server-certificate/apiserver.key",
                "blue-admin-kubeconfig/admin.conf",
                "blue-admin-kubeconfig/super-admin.conf");
        var sweep = new FaultSweep(
                world -> Blue.stores(world).admin(Front::served).from(created),
                world -> {
                    var done = world.pass(GATEWAY).result().isDone();
                    Front.act(world);
                    return done;
                },
                reissued);
        var faults = Stream.of(Fault.status(409), Fault.status(500), Fault.disconnect())
                .flatMap(fault -> Stream.of(fault, fault.afterTheEffect()))
                .toList();
        assertThat(sweep.run(faults).cases()).isGreaterThan(20 * faults.size());
    }
}

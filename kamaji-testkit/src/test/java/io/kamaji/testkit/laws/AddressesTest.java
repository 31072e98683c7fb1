package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.status.NextStep;
import io.kamaji.core.status.Phase;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.SubjectAltNames;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A tenant is where its spec and its Service say: never ready with credentials for another address. */
class AddressesTest {
    private static final ObjectRef SERVICE = ObjectRef.of("v1", "Service", Blue.NAMESPACE, "blue");
    private static final TenantControlPlane BALANCER = Blue.spec().build();
    private static final TenantControlPlane CLUSTER_IP = Blue.spec().clusterIp().build();

    @Test
    void reconcile_balancerListsItsAddressesInAnotherOrder_writesNothing() {
        try (var world = convergedAt("203.0.113.7", "203.0.113.8")) {
            world.forget();
            balance(world, "203.0.113.8", "203.0.113.7");
            assertThat(world.converge(BALANCER)).hasSize(1);
            assertThat(world.admin().requests().writes()).isZero();
            assertThat(server(world, BALANCER)).isEqualTo("https://203.0.113.7:6443");
        }
    }

    @Test
    void reconcile_balancerLosesTheAnnouncedAddress_movesToOneThatIsLeft() {
        try (var world = convergedAt("203.0.113.7", "203.0.113.8")) {
            balance(world, "203.0.113.8");
            world.converge(BALANCER);
            assertThat(server(world, BALANCER)).isEqualTo("https://203.0.113.8:6443");
            assertThat(names(world)).contains("203.0.113.8");
        }
    }

    @Test
    void reconcile_balancerOfBothFamilies_bothAreInTheCertificate() {
        try (var world = convergedAt("203.0.113.7", "2001:db8::7")) {
            assertThat(names(world)).contains("203.0.113.7", "2001:db8::7");
        }
    }

    @Test
    void reconcile_loadBalancerBecomesClusterIp_isReadyOnlyAtTheNewAddress() {
        try (var world = convergedAt("203.0.113.7")) {
            assertIsReadyOnlyAt(world, CLUSTER_IP, clusterIp(world));
            assertThat(clusterIp(world)).isEqualTo(server(world, CLUSTER_IP));
            assertThat(world.pass(CLUSTER_IP).report().writes()).isZero();
        }
    }

    @Test
    void reconcile_clusterIpBecomesLoadBalancer_waitsForTheBalancer() {
        try (var world = Blue.world(sim -> sim.withoutLoadBalancers())) {
            world.converge(CLUSTER_IP);
            var before = Blue.deployment(world);
            var pass = world.pass(BALANCER);
            assertThat(why(pass)).isEqualTo("an IP address of the LoadBalancer Service blue");
            assertThat(pass.status().phase()).isNotEqualTo(Phase.READY);
            assertThat(Blue.deployment(world)).isEqualTo(before);
            balance(world, "203.0.113.7");
            assertIsReadyOnlyAt(world, BALANCER, "https://203.0.113.7:6443");
        }
    }

    @Test
    void reconcile_serviceIsMadeAnew_isReadyOnlyAtItsNewAddress() {
        try (var world = Blue.world()) {
            world.converge(CLUSTER_IP);
            var before = clusterIp(world);
            try (var admin = world.adminCluster().connect()) {
                admin.delete(SERVICE, Preconditions.NONE);
            }
            var pass = world.pass(CLUSTER_IP);
            assertThat(clusterIp(world)).isNotEqualTo(before);
            assertThat(pass.result().isDone()).isFalse();
            assertThat(pass.status().phase()).isNotEqualTo(Phase.READY);
            assertIsReadyOnlyAt(world, CLUSTER_IP, clusterIp(world));
        }
    }

    @Test
    void reconcile_balancerOfAnotherFamilyThanTheServices_rollsOutNothingAndSaysWhatToDo() {
        var ipv6First = Blue.spec()
                .serviceCidr("fd00:96::/112", "10.96.0.0/16")
                .podCidr("fd00:244::/56", "10.244.0.0/16")
                .build();
        try (var world = Blue.world(sim -> sim.withoutLoadBalancers())) {
            world.pass(ipv6First);
            balance(world, "203.0.113.7");
            var pass = world.pass(ipv6First);
            assertThat(why(pass))
                    .contains("an IPv6 address of Service blue, which has only 203.0.113.7")
                    .contains("spec.networkProfile.serviceCidrs[0] (fd00:96::/112)")
                    .contains("set spec.networkProfile.advertiseAddress");
            assertThat(world.admin().get(ObjectRef.of("apps/v1", "Deployment", Blue.NAMESPACE, "blue")))
                    .isEmpty();
            balance(world, "203.0.113.7", "2001:db8::7");
            world.converge(ipv6First);
            assertThat(server(world, ipv6First)).isEqualTo("https://[2001:db8::7]:6443");
        }
    }

    private static TenantWorld convergedAt(String... addresses) {
        var world = Blue.world(sim -> sim.withoutLoadBalancers());
        world.pass(BALANCER);
        balance(world, addresses);
        world.converge(BALANCER);
        return world;
    }

    private static void balance(TenantWorld world, String... addresses) {
        var ingress = Stream.of(addresses).map(ip -> JsonObject.of("ip", ip)).toList();
        world.admin().setStatus(SERVICE, JsonObject.of("loadBalancer", JsonObject.of("ingress", ingress)));
    }

    /** In no pass until the last is it ready with a kubeconfig of another address. */
    private static void assertIsReadyOnlyAt(TenantWorld world, TenantControlPlane tenant, String server) {
        Pass pass;
        do {
            pass = world.pass(tenant);
            if (pass.result().isDone() || pass.status().phase() == Phase.READY) {
                assertThat(server(world, tenant)).isEqualTo(server);
            }
        } while (!pass.result().isDone());
        assertThat(pass.status().phase()).isEqualTo(Phase.READY);
        assertThat(names(world)).contains(server.replaceAll("https://(.*):6443", "$1"));
    }

    private static String clusterIp(TenantWorld world) {
        var service = world.admin().get(SERVICE).orElseThrow();
        return "https://" + service.text("spec", "clusterIP").orElseThrow() + ":6443";
    }

    private static String server(TenantWorld world, TenantControlPlane tenant) {
        try (var kamaji = world.connect()) {
            return kamaji.tenant(tenant).kubeconfig().server();
        }
    }

    private static List<String> names(TenantWorld world) {
        var secret = Blue.secret(world, "api-server-certificate");
        var certificate =
                KeyedCertificate.parse(Blue.decoded(secret, "apiserver.crt"), Blue.decoded(secret, "apiserver.key"));
        return SubjectAltNames.of(certificate.certificate()).ipAddresses();
    }

    private static String why(Pass pass) {
        return ((NextStep.Retry) pass.result()).why();
    }
}

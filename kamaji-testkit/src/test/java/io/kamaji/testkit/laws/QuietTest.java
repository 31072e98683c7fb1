package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.testkit.simulator.RecordedRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws 2 and 3: what a create costs, and that nothing is written afterwards. */
class QuietTest {

    static Stream<Arguments> tenants() {
        return Stream.of(
                tenant("load balancer", Blue.spec()),
                tenant("cluster IP", Blue.spec().clusterIp()),
                tenant("node port", Blue.spec().nodePort(31443).address("192.0.2.1")),
                tenant("SQLite", Blue.spec().replicas(1).dataStore("embedded")),
                tenant("one replica", Blue.spec().replicas(1)),
                tenant("two replicas", Blue.spec().replicas(2)),
                tenant("asleep", Blue.spec().replicas(0)),
                tenant(
                        "dual stack",
                        Blue.spec()
                                .serviceCidr("10.96.0.0/16", "fd00:96::/112")
                                .podCidr("10.244.0.0/16", "fd00:244::/56")),
                tenant(
                        "quantities",
                        Blue.spec()
                                .apiServer(c -> c.requestCpu("0.25").requestMemory("1024Mi"))
                                .scheduler(c -> c.requestCpu("0.1"))
                                .kine(c -> c.requestCpu("1000m"))),
                tenant(
                        "arguments",
                        Blue.spec()
                                .apiServer(
                                        c -> c.arg("--audit-log-maxage", "30").arg("--v", "2"))
                                .controllerManager(c -> c.arg("--v", "3"))),
                Arguments.of(Named.of("everything", everything())));
    }

    private static Arguments tenant(String name, TenantControlPlane.Builder builder) {
        return Arguments.of(Named.of(name, builder.build()));
    }

    static TenantControlPlane everything() {
        try (var in = QuietTest.class.getResourceAsStream("/laws/everything.yaml")) {
            var text = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return TenantControlPlane.of(JsonObject.parse(text));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("tenants")
    void reconcile_again_fromANewProcess_writesNothing(TenantControlPlane tenant) {
        try (var world = Blue.world()) {
            world.converge(tenant);
            world.forget();

            var passes = world.converge(tenant);

            assertThat(passes).hasSize(1);
            assertThat(world.admin().requests().all()).isNotEmpty();
            assertThat(changing(world.admin().requests().all())).isEmpty();
            assertThat(changing(world.tenant().requests().all())).isEmpty();
            System.out.println(tenant.metadata().name().orElse("") + " quiet pass: "
                    + world.admin().requests().count() + " + "
                    + world.tenant().requests().count() + " requests");
        }
    }

    /** Dry runs too are requests that a settled tenant doesn't need. */
    private static List<RecordedRequest> changing(List<RecordedRequest> requests) {
        return requests.stream()
                .filter(request -> request.write() || !request.method().equals("GET"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("tenants")
    void reconcile_first_makesOneRevisionInFewWrites(TenantControlPlane tenant) {
        try (var world = Blue.world()) {
            var passes = world.converge(tenant);

            var objects = Blue.objects(world).objects().stream()
                    .filter(object -> object.texts("metadata", "labels").containsKey("kamaji.clastix.io/name"))
                    .count();
            var deployment = Blue.deployment(world);
            System.out.println("create: " + passes.size() + " passes, " + objects + " objects, "
                    + world.admin().requests().writes() + " writes, "
                    + world.admin().requests().count() + " requests; tenant "
                    + world.tenant().requests().count());
            assertThat(deployment.number("metadata", "generation")).contains(1L);
            assertThat(world.admin().requests().writes()).isLessThanOrEqualTo(objects + 3);
            assertThat(world.admin().requests().count()).isLessThanOrEqualTo(60);
            assertThat(world.credentials().replaced()).isEmpty();
            Checksums.requireTrue(Blue.objects(world));
        }
    }

    @Test
    void reconcile_afterSomebodyChangedAFieldOfOurs_writesOnce() {
        try (var world = Blue.world()) {
            var tenant = Blue.spec().build();
            world.converge(tenant);
            var service = Blue.get(world, "v1", "Service", "blue");
            var deleted = io.kamaji.api.ObjectRef.of(service);
            try (var kamaji = io.kamaji.core.cluster.AdminCluster.kubeconfig(
                            world.admin().kubeconfig())
                    .connect()) {
                kamaji.patch(
                        deleted,
                        io.kamaji.core.cluster.ClusterClient.PatchType.MERGE,
                        JsonObject.of(
                                "metadata", JsonObject.of("labels", JsonObject.of("kamaji.clastix.io/component", "x"))),
                        "");
            }
            world.forget();

            world.converge(tenant);

            assertThat(world.admin().requests().writes()).isEqualTo(1);
        }
    }
}

package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.testkit.simulator.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A plan says beforehand what the quotas of the namespace will refuse: of pods nobody is told later. */
class QuotaForecastTest {
    private static TenantControlPlane blue(int replicas) {
        return Blue.spec()
                .replicas(replicas)
                .apiServer(part -> part.requestCpu("500m"))
                .build();
    }

    private static TenantWorld quota(String hard, String used, JsonObject... more) {
        var world = Blue.world(admin -> admin.type(ResourceTypes.RESOURCE_QUOTA).type(ResourceTypes.LIMIT_RANGE));
        world.admin().create(JsonObject.parse("""
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: team, namespace: %s}
                spec: {hard: %s}
                """.formatted(Blue.NAMESPACE, hard)));
        world.admin()
                .setStatus(
                        ResourceTypes.RESOURCE_QUOTA.ref(Blue.NAMESPACE, "team"),
                        JsonObject.of("used", JsonObject.parse(used)));
        List.of(more).forEach(world.admin()::create);
        return world;
    }

    private static List<String> warnings(TenantWorld world, TenantControlPlane tenant) {
        try (var kamaji = world.connect()) {
            return kamaji.tenant(tenant).plan().warnings().stream()
                    .filter(text -> text.contains("will refuse"))
                    .toList();
        }
    }

    @Test
    void plan_quotaThatIsUsedUp_saysWhatIsMissing() {
        try (var world = quota(
                "{requests.cpu: '2', pods: '3', services.loadbalancers: '1'}",
                "{requests.cpu: 1500m, pods: '1', services.loadbalancers: '1'}")) {
            var warnings = warnings(world, blue(3));

            assertThat(warnings)
                    .contains(
                            "ResourceQuota team will refuse it: requests.cpu: 1.5 of 2 are used, 1.5 more are needed",
                            "ResourceQuota team will refuse it: pods: 1 of 3 are used, 3 more are needed",
                            "ResourceQuota team will refuse it: services.loadbalancers: 1 of 1 are used, 1 more are needed")
                    .contains("ResourceQuota team will refuse its pods: container kube-scheduler says nothing of"
                            + " requests.cpu, which the quota asks of all")
                    .noneMatch(text -> text.contains("container kube-apiserver"));
        }
    }

    @Test
    void plan_quotaThatHoldsIt_saysNothing() {
        try (var world = quota("{pods: '9', count/deployments.apps: '2'}", "{}")) {
            assertThat(warnings(world, blue(3))).isEmpty();
        }
    }

    @Test
    void plan_rollout_needsPodsBesideTheOldOnes() {
        try (var world = quota("{pods: '3'}", "{pods: '2'}")) {
            world.converge(blue(2));
            assertThat(warnings(world, blue(2))).isEmpty();
            assertThat(warnings(
                            world,
                            blue(2).toBuilder()
                                    .apiServer(part -> part.requestCpu("600m"))
                                    .build()))
                    .containsExactly("ResourceQuota team will refuse it: pods: 2 of 3 are used, 2 more are needed");
        }
    }

    @Test
    void plan_limitRange_givesDefaultsAndBounds() {
        var range = JsonObject.parse("""
                apiVersion: v1
                kind: LimitRange
                metadata: {name: team, namespace: %s}
                spec: {limits: [{type: Container, max: {cpu: 400m}, default: {cpu: 400m}, defaultRequest: {cpu: 100m}}]}
                """.formatted(Blue.NAMESPACE));
        var limited =
                Blue.spec().replicas(1).apiServer(part -> part.limitCpu("2")).build();
        try (var world = quota("{requests.cpu: '9', limits.cpu: '9'}", "{}", range)) {
            assertThat(warnings(world, limited))
                    .containsExactly(
                            "a LimitRange will refuse its pods: container kube-apiserver: limit of cpu is above 400m");
        }
    }

    @Test
    void plan_quotasThatMayNotBeSeen_areNotSpokenOf() {
        try (var world = quota("{pods: '0'}", "{}")) {
            world.admin().faults().onEvery(request -> request.path().contains("resourcequotas"), Fault.status(403));

            assertThat(warnings(world, blue(1))).isEmpty();
        }
    }
}

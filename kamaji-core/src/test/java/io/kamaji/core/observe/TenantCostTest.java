package io.kamaji.core.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ManifestCluster;
import io.kamaji.datastore.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TenantCostTest {
    private static final TenantObjects BLUE = new TenantObjects("tenants", "blue");

    private static JsonObject pod(String name, String phase) {
        return JsonObject.parse("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: tenants, labels: {kamaji.clastix.io/name: blue}}
                spec:
                  initContainers:
                  - {name: prepare, resources: {requests: {cpu: "8", memory: 8Gi}}}
                  - {name: kine, restartPolicy: Always, resources: {requests: {cpu: 10m}}}
                  containers:
                  - name: kube-apiserver
                    resources: {requests: {cpu: 0.25, memory: 300Mi}, limits: {memory: 1Gi}}
                  - {name: kube-scheduler}
                status: {phase: %s}
                """.formatted(name, phase));
    }

    private static JsonObject metrics(String pod) {
        return JsonObject.parse("""
                apiVersion: metrics.k8s.io/v1beta1
                kind: PodMetrics
                metadata: {name: %s, namespace: tenants, labels: {kamaji.clastix.io/name: blue}}
                containers:
                - {name: kube-apiserver, usage: {cpu: 21345678n, memory: 204800Ki}}
                - {name: kube-scheduler, usage: {cpu: 1500u, memory: 60Mi}}
                - {name: kine, usage: {cpu: "0", memory: 20Mi}}
                """.formatted(pod));
    }

    private static final JsonObject SERVICE = JsonObject.parse("""
            apiVersion: v1
            kind: Service
            metadata: {name: blue, namespace: tenants, labels: {kamaji.clastix.io/name: blue}}
            status: {loadBalancer: {ingress: [{ip: 192.0.2.7}, {hostname: lb.example.com}]}}
            """);

    private static TenantCost cost(JsonObject... objects) {
        var all = new ArrayList<>(List.of(objects));
        all.add(SERVICE);
        return TenantCost.at(BLUE, ManifestCluster.of(all), Optional.of(new Usage(265, 400_000, true)));
    }

    @Test
    void at_twoPods_addsUpWhatRuns() {
        var cost = cost(pod("blue-1", "Running"), pod("blue-2", "Running"), pod("blue-0", "Failed"));

        assertThat(cost.pods()).isEqualTo(2);
        assertThat(cost.containers()).containsOnlyKeys("kine", "kube-apiserver", "kube-scheduler");
        assertThat(cost.containers().get("kube-apiserver"))
                .isEqualTo(new ContainerCost(
                        500,
                        600L << 20,
                        OptionalLong.empty(),
                        OptionalLong.of(2L << 30),
                        OptionalLong.empty(),
                        OptionalLong.empty()));
        assertThat(cost.total().requestedCpu()).isEqualTo(520);
        assertThat(cost.total().memoryLimit()).isEmpty();
        assertThat(cost.addresses()).containsExactly("192.0.2.7", "lb.example.com");
    }

    @Test
    void at_measured_tellsUseInThousandthsOfACoreRoundedUp() {
        var cost = cost(pod("blue-1", "Running"), metrics("blue-1"));

        assertThat(cost.containers().get("kube-apiserver").usedCpu()).hasValue(22);
        assertThat(cost.containers().get("kube-scheduler").usedCpu()).hasValue(2);
        assertThat(cost.total().usedMemory()).hasValue(280L << 20);
        assertThat(cost)
                .hasToString("tenants/blue: 1 pod, requests 260m and 300 MiB, uses 24m and 280 MiB,"
                        + " stores 265 keys of 391 KiB, holds 192.0.2.7, lb.example.com");
    }

    @Test
    void at_onePodOfTwoMeasured_doesNotTellHalfOfTheUse() {
        var cost = cost(pod("blue-1", "Running"), pod("blue-2", "Pending"), metrics("blue-1"));

        assertThat(cost.total().usedCpu()).isEmpty();
    }

    @Test
    void at_asleep_costsItsAddressAndItsKeys() {
        var cost = cost();

        assertThat(cost.containers()).isEmpty();
        assertThat(cost)
                .hasToString("tenants/blue: 0 pods, requests 0m and 0 MiB, stores 265 keys of 391 KiB, holds 192.0.2.7,"
                        + " lb.example.com");
    }
}

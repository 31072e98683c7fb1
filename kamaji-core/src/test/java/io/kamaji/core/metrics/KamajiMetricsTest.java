package io.kamaji.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterCall;
import io.kamaji.core.cluster.ClusterCall.Verb;
import io.kamaji.core.event.CredentialsChecked;
import io.kamaji.core.event.CredentialsChecked.Certificate;
import io.kamaji.core.event.DataStoreReported;
import io.kamaji.core.event.TenantForgotten;
import io.kamaji.core.event.TenantMeasured;
import io.kamaji.core.event.TenantPassed;
import io.kamaji.core.event.TenantReported;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.OperatorStats;
import io.kamaji.datastore.Usage;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KamajiMetricsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final ObjectRef BLUE = ResourceTypes.TENANT_CONTROL_PLANE.ref("tenants", "blue");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final KamajiMetrics metrics = KamajiMetrics.builder(registry)
            .clock(() -> NOW.plusSeconds(90))
            .version("0.1.0", "abc")
            .build();

    /** As dashboards and alerts of the reference ask for them: names, labels, values. */
    @Test
    void scrape_tenantDatastoreAndCertificates_haveTheReferencesNamesAndLabels() {
        metrics.accept(reported("Ready", NOW, false, Optional.empty()));
        metrics.accept(
                new DataStoreReported(ResourceTypes.DATA_STORE.ref("bronze"), NOW, Optional.of("PostgreSQL"), "True"));
        metrics.accept(new CredentialsChecked(
                BLUE,
                NOW,
                List.of(
                        new Certificate("apiserver", "api-server-certificate", false, NOW.plusSeconds(9), true),
                        new Certificate("front-proxy-client", "front-proxy-client-certificate", false, NOW, false),
                        new Certificate("admin", "admin-kubeconfig", true, NOW.plusSeconds(99), false),
                        new Certificate("super-admin", "admin-kubeconfig", true, NOW.plusSeconds(100), false))));
        metrics.accept(new TenantPassed(BLUE, NOW, Duration.ofMillis(120), "Ready", true, 0, Optional.empty()));

        assertThat(lines("kamaji_(build|tenant_control_plane|datastore|certificates_|certificate_).*"))
                .contains(
                        "kamaji_build_info{build_time=\"\",commit=\"abc\",dirty=\"\",repo=\"\",version=\"0.1.0\"} 1",
                        "kamaji_tenant_control_plane_info{address=\"https://192.0.2.1:6443\",datastore_driver=\"etcd\","
                                + "exposure_strategy=\"service\",kubernetes_version=\"v1.36.3\",tcp_name=\"blue\",tcp_namespace=\"tenants\"} 1",
                        "kamaji_tenant_control_plane_status{ready=\"true\",status=\"Ready\",tcp_name=\"blue\",tcp_namespace=\"tenants\"} 1.0",
                        "kamaji_tenant_control_planes_current{ready=\"true\"} 1.0",
                        "kamaji_tenant_control_planes_current{ready=\"false\"} 0.0",
                        "kamaji_datastore_info{datastore_name=\"bronze\",driver=\"PostgreSQL\"} 1",
                        "kamaji_datastore_status{datastore_name=\"bronze\",ready=\"true\",status=\"True\"} 1.0",
                        "kamaji_datastores_current{datastore_name=\"bronze\",driver=\"PostgreSQL\",ready=\"true\"} 1.0",
                        "kamaji_datastores_current{datastore_name=\"bronze\",driver=\"PostgreSQL\",ready=\"false\"} 0.0",
                        certificates("expiring", "x509", 1),
                        certificates("invalid", "x509", 1),
                        certificates("valid", "x509", 0),
                        certificates("valid", "kubeconfig", 1),
                        certificates("expiring", "kubeconfig", 0),
                        certificates("invalid", "kubeconfig", 0));
        assertThat(lines("kamaji_handler_time_seconds_bucket.*"))
                .extracting(line -> line.replaceFirst(".*le=\"([^\"]*)\".*", "$1"))
                .startsWith("0.005", "0.01", "0.025", "0.05", "0.1", "0.15")
                .endsWith("50.0", "60.0", "+Inf")
                .hasSize(41);
    }

    private static String certificates(String status, String strategy, int count) {
        return "kamaji_certificates_current{status=\"" + status + "\",strategy=\"" + strategy
                + "\",tcp_name=\"blue\",tcp_namespace=\"tenants\"} " + count + ".0";
    }

    @Test
    void scrape_tenantForgotten_hasNoRowOfItAnyMore() {
        metrics.accept(reported("Ready", NOW, false, Optional.empty()));
        metrics.accept(new CredentialsChecked(
                BLUE, NOW, List.of(new Certificate("apiserver", "s", false, NOW.plusSeconds(9), false))));
        metrics.accept(new DataStoreReported(ResourceTypes.DATA_STORE.ref("bronze"), NOW, Optional.of("etcd"), "True"));

        metrics.accept(new TenantForgotten(BLUE, NOW));
        metrics.accept(new DataStoreReported(ResourceTypes.DATA_STORE.ref("bronze"), NOW, Optional.empty(), "Unknown"));

        assertThat(registry.scrape()).doesNotContain("blue", "bronze");
        assertThat(lines("kamaji_tenant_control_planes_current.*")).allMatch(line -> line.endsWith(" 0.0"));
    }

    @Test
    void scrape_statusChanged_hasTheNewRowAlone() {
        metrics.accept(reported("Provisioning", NOW, false, Optional.of("pods")));
        metrics.accept(reported("Ready", NOW.plusSeconds(1), false, Optional.empty()));

        assertThat(lines("kamaji_tenant_control_plane_status.*"))
                .singleElement()
                .asString()
                .contains("status=\"Ready\"");
    }

    /** Time to ready counts from the tenant's creation, that of a deletion from its beginning. */
    @Test
    void phases_left_areTimed() {
        metrics.accept(reported("Provisioning", NOW.plusSeconds(2), false, Optional.of("pods")));
        metrics.accept(reported("Ready", NOW.plusSeconds(12), false, Optional.empty()));
        metrics.accept(reported("NotReady", NOW.plusSeconds(20), true, Optional.of("pods")));
        metrics.accept(new TenantForgotten(BLUE, NOW.plusSeconds(26)));

        assertThat(lines("kamaji_tenant_phase_duration_seconds_sum.*"))
                .containsExactlyInAnyOrder(
                        "kamaji_tenant_phase_duration_seconds_sum{phase=\"Provisioning\"} 12.0",
                        "kamaji_tenant_phase_duration_seconds_sum{phase=\"Ready\"} 8.0",
                        "kamaji_tenant_phase_duration_seconds_sum{phase=\"Deleting\"} 6.0");
    }

    @Test
    void waiting_longest_isSinceItBegan() {
        metrics.accept(reported("Provisioning", NOW, false, Optional.of("address")));
        metrics.accept(reported("Provisioning", NOW.plusSeconds(60), false, Optional.of("pods")));

        assertThat(lines("kamaji_tenants_waiting.*"))
                .containsExactlyInAnyOrder("kamaji_tenants_waiting 1.0", "kamaji_tenants_waiting_longest_seconds 90.0");
    }

    @Test
    void expiry_ofAKind_isTheEarliestOfAllTenantsWithoutALabelByTenant() {
        for (int i = 0; i < 5; i++) {
            metrics.accept(new CredentialsChecked(
                    ResourceTypes.TENANT_CONTROL_PLANE.ref("tenants", "t" + i),
                    NOW,
                    List.of(new Certificate("apiserver", "s", false, Instant.ofEpochSecond(5000 - i), false))));
        }

        assertThat(lines("kamaji_certificate_expiry_timestamp_seconds.*"))
                .containsExactly(
                        "kamaji_certificate_expiry_timestamp_seconds{credential=\"apiserver\",tenant_class=\"all\"} 4996.0");
    }

    private static TenantMeasured measured(String tenant, String dataStore, long keys, long bytes) {
        return new TenantMeasured(
                ResourceTypes.TENANT_CONTROL_PLANE.ref("tenants", tenant),
                NOW,
                Duration.ofMillis(30),
                Optional.of(dataStore),
                Optional.of(new Usage(keys, bytes, true)),
                Optional.empty());
    }

    @Test
    void stores_whatTenantsTake_isSummedByDatastoreWithoutALabelByTenant() {
        metrics.accept(measured("blue", "bronze", 10, 1000));
        metrics.accept(measured("green", "bronze", 5, 500));
        metrics.accept(measured("red", "gold", 1, 1));
        metrics.accept(measured("green", "gold", 6, 600));
        metrics.accept(above("blue", "HardQuotaReached"));
        metrics.accept(above("green", "SoftQuotaReached"));

        assertThat(lines("kamaji_datastore_.*"))
                .contains(
                        "kamaji_datastore_used_bytes{datastore_name=\"bronze\"} 1000.0",
                        "kamaji_datastore_used_bytes{datastore_name=\"gold\"} 601.0",
                        "kamaji_datastore_keys{datastore_name=\"bronze\"} 10.0",
                        "kamaji_datastore_tenants_measured{datastore_name=\"gold\"} 2.0",
                        "kamaji_datastore_tenants_above_quota{datastore_name=\"bronze\",limit=\"hard\"} 1.0",
                        "kamaji_datastore_tenants_above_quota{datastore_name=\"bronze\",limit=\"soft\"} 1.0",
                        "kamaji_datastore_tenants_above_quota{datastore_name=\"gold\",limit=\"hard\"} 0.0");

        metrics.accept(above("green", "WithinQuota"));
        metrics.accept(new TenantForgotten(BLUE, NOW));

        assertThat(lines("kamaji_datastore_(used|tenants).*bronze.*")).allMatch(line -> line.endsWith(" 0.0"));
    }

    private static TenantReported above(String tenant, String reason) {
        var now = TenantControlPlane.stored(JsonObject.parse("""
                apiVersion: kamaji.clastix.io/v1alpha1
                kind: TenantControlPlane
                metadata: {namespace: tenants, name: %s}
                spec: {controlPlane: {service: {serviceType: LoadBalancer}}, kubernetes: {version: v1.36.3}}
                status:
                  storage: {driver: etcd, dataStoreName: bronze}
                  conditions: [{type: WithinStoreQuota, status: "False", reason: %s, message: ""}]
                """.formatted(tenant, reason)));
        var ref = ResourceTypes.TENANT_CONTROL_PLANE.ref("tenants", tenant);
        return new TenantReported(ref, NOW, now, false, Optional.empty());
    }

    @Test
    void operator_stats_areGauges() {
        metrics.operator(
                () -> new OperatorStats(
                        Optional.of(NOW.plusSeconds(91)),
                        1,
                        1,
                        7,
                        Duration.ofMillis(1500),
                        3,
                        2,
                        4,
                        10,
                        1,
                        Map.of("pods", Duration.ofSeconds(5), "services", Duration.ofSeconds(9)),
                        Map.of("Ready", 2)),
                NOW.plusSeconds(90));

        assertThat(lines("kamaji_operator_.*"))
                .contains(
                        "kamaji_operator_leading 1.0",
                        "kamaji_operator_queue_depth 7.0",
                        "kamaji_operator_queue_oldest_seconds 1.5",
                        "kamaji_operator_watch_age_seconds 9.0",
                        "kamaji_operator_start_to_leading_seconds 1.0",
                        "kamaji_operator_handled_total 10.0",
                        "kamaji_operator_handled_failed_total 1.0");
    }

    @Test
    void calls_areCountedByVerbResourceAndCode() {
        var call = new ClusterCall(
                "admin",
                Verb.LIST,
                Optional.of(ResourceTypes.SECRET),
                Optional.of("tenants"),
                200,
                Duration.ofMillis(3));
        metrics.calls().accept(call);
        metrics.calls().accept(call);

        assertThat(lines("kamaji_requests_total.*"))
                .containsExactly(
                        "kamaji_requests_total{cluster=\"admin\",code=\"200\",resource=\"secrets\",verb=\"list\"} 2.0");
        assertThat(lines("kamaji_request_duration_seconds_count.*"))
                .containsExactly("kamaji_request_duration_seconds_count{cluster=\"admin\",verb=\"list\"} 2");
    }

    private static TenantReported reported(String phase, Instant at, boolean deleting, Optional<String> waitsFor) {
        var tenant = TenantControlPlane.stored(JsonObject.parse("""
                apiVersion: kamaji.clastix.io/v1alpha1
                kind: TenantControlPlane
                metadata: {namespace: tenants, name: blue, creationTimestamp: "2026-03-01T12:00:00Z"}
                spec:
                  controlPlane: {service: {serviceType: LoadBalancer}}
                  kubernetes: {version: v1.36.3}
                status:
                  controlPlaneEndpoint: 192.0.2.1:6443
                  storage: {driver: etcd}
                  kubernetesResources: {version: {status: %s}}
                """.formatted(phase)));
        return new TenantReported(BLUE, at, tenant, deleting, waitsFor);
    }

    private List<String> lines(String pattern) {
        return registry.scrape().lines().filter(line -> line.matches(pattern)).collect(Collectors.toList());
    }
}

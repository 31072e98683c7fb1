package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.render.MetricsMonitor;
import org.junit.jupiter.api.Test;

/** A component of a kind that an admin cluster may lack, with a credential of its own: all of it in one file. */
class MetricsMonitorTest {
    private static final ObjectRef MONITOR =
            ObjectRef.of("monitoring.coreos.com/v1", "ServiceMonitor", Blue.NAMESPACE, "blue");
    private static final JsonObject DEFINITION = JsonObject.parse("""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: servicemonitors.monitoring.coreos.com}
            spec:
              group: monitoring.coreos.com
              scope: Namespaced
              names: {plural: servicemonitors, singular: servicemonitor, kind: ServiceMonitor, listKind: ServiceMonitorList}
              versions:
              - name: v1
                served: true
                storage: true
                schema:
                  openAPIV3Schema:
                    type: object
                    properties: {spec: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """);

    private static ReconcilerSettings.Builder monitored(ReconcilerSettings.Builder settings) {
        return settings.renderer(
                standard -> standard.toBuilder().add(MetricsMonitor.create()).build());
    }

    @Test
    void reconcile_clusterWithServiceMonitors_makesOneKeepsItsCertificateAndTakesBothAway() {
        try (var world = Blue.world()) {
            world.admin().create(DEFINITION);
            var spec = Blue.spec().build();
            world.converge(spec, MetricsMonitorTest::monitored);
            var certificate = Blue.secret(world, "metrics-client").texts("data");

            assertThat(world.admin().get(MONITOR).orElseThrow().object("spec")).isEqualTo(JsonObject.parse("""
                    endpoints:
                    - path: /metrics
                      port: kube-apiserver
                      scheme: https
                      tlsConfig:
                        ca:
                          secret:
                            key: ca.crt
                            name: blue-ca
                        cert:
                          secret:
                            key: tls.crt
                            name: blue-metrics-client
                        keySecret:
                          key: tls.key
                          name: blue-metrics-client
                        serverName: blue.tenants.svc
                    selector:
                      matchLabels:
                        kamaji.clastix.io/name: blue
                    """));
            assertThat(world.pass(spec, MetricsMonitorTest::monitored).report().writes())
                    .isZero();
            assertThat(Blue.secret(world, "metrics-client").texts("data")).isEqualTo(certificate);

            world.converge(spec);

            assertThat(world.admin().get(MONITOR)).isEmpty();
            assertThat(Blue.objects(world).refs()).noneMatch(ref -> ref.name().equals("blue-metrics-client"));
        }
    }

    @Test
    void reconcile_clusterWithoutServiceMonitors_isReadyWithoutOne() {
        try (var world = Blue.world()) {
            var passes = world.converge(Blue.spec().build(), MetricsMonitorTest::monitored);
            assertThat(passes.get(passes.size() - 1).status().isReady()).isTrue();
        }
    }
}

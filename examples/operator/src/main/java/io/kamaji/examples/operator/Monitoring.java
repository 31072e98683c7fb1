package io.kamaji.examples.operator;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the Prometheus operator and Grafana are given. */
final class Monitoring {
    private Monitoring() {}

    /** Files by path. */
    static Map<String, String> files() {
        var files = new LinkedHashMap<String, String>();
        files.put("monitoring/servicemonitor.yaml", serviceMonitor().toYaml());
        files.put("monitoring/podmonitor.yaml", podMonitor().toYaml());
        files.put("monitoring/prometheusrule.yaml", rules().toYaml());
        for (var dashboard : Dashboard.values()) {
            files.put(
                    "monitoring/dashboards/" + dashboard.file(),
                    dashboard.json().toJson() + "\n");
        }
        return files;
    }

    static List<JsonObject> objects() {
        return List.of(serviceMonitor(), rules());
    }

    /** One of the two monitors is enough. */
    static JsonObject serviceMonitor() {
        return monitor("ServiceMonitor", "endpoints");
    }

    private static JsonObject podMonitor() {
        return monitor("PodMonitor", "podMetricsEndpoints");
    }

    private static JsonObject monitor(String kind, String endpoints) {
        return JsonObject.parse("""
                apiVersion: monitoring.coreos.com/v1
                kind: %s
                metadata:
                  name: kamaji
                  namespace: %s
                  labels: {app.kubernetes.io/name: kamaji}
                spec:
                  selector:
                    matchLabels: {app.kubernetes.io/name: kamaji, app.kubernetes.io/component: controller-manager}
                  %s:
                  - {port: metrics, path: /metrics, interval: 30s}
                """.formatted(kind, Install.NAMESPACE, endpoints));
    }

    static JsonObject rules() {
        var group = JsonObject.of(
                "name",
                "kamaji",
                "rules",
                JsonArray.of(Arrays.stream(Alert.values()).map(Alert::rule).toArray()));
        return JsonObject.of(
                "apiVersion",
                "monitoring.coreos.com/v1",
                "kind",
                "PrometheusRule",
                "metadata",
                JsonObject.of(
                        "name",
                        "kamaji",
                        "namespace",
                        Install.NAMESPACE,
                        "labels",
                        JsonObject.of("app.kubernetes.io/name", "kamaji")),
                "spec",
                JsonObject.of("groups", JsonArray.of(group)));
    }
}

package io.kamaji.examples.operator;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Dashboards for Grafana, as it imports them: a table of panels each, two in a row. */
enum Dashboard {
    OPERATOR(
            "Kamaji: operator",
            List.of(),
            panel("Leading", "short", "sum(kamaji_operator_leading)", "replicas that lead"),
            panel("Start to leading", "s", "max(kamaji_operator_start_to_leading_seconds)", "longest"),
            panel(
                    "Queue",
                    "short",
                    "sum(kamaji_operator_queue_depth)",
                    "ready",
                    "sum(kamaji_operator_queue_delayed)",
                    "delayed"),
            panel("Oldest in the queue", "s", "max(kamaji_operator_queue_oldest_seconds)", "oldest"),
            panel(
                    "Workers",
                    "short",
                    "sum(kamaji_operator_workers_active)",
                    "active",
                    "sum(kamaji_operator_workers)",
                    "all"),
            panel("Silence of watches", "s", "max(kamaji_operator_watch_age_seconds)", "longest"),
            panel(
                    "Passes",
                    "ops",
                    "sum(rate(kamaji_operator_handled_total[5m]))",
                    "all",
                    "sum(rate(kamaji_operator_handled_failed_total[5m]))",
                    "failed"),
            panel(
                    "Duration of passes",
                    "s",
                    "histogram_quantile(0.5, sum by (le) (rate(kamaji_pass_duration_seconds_bucket[5m])))",
                    "median",
                    "histogram_quantile(0.99, sum by (le) (rate(kamaji_pass_duration_seconds_bucket[5m])))",
                    "99 %"),
            panel(
                    "Requests by verb",
                    "reqps",
                    "sum by (cluster, verb) (rate(kamaji_requests_total[5m]))",
                    "{{cluster}} {{verb}}"),
            panel("Requests by code", "reqps", "sum by (code) (rate(kamaji_requests_total[5m]))", "{{code}}"),
            panel(
                    "Duration of requests, 99 %",
                    "s",
                    "histogram_quantile(0.99, sum by (le, verb) (rate(kamaji_request_duration_seconds_bucket[5m])))",
                    "{{verb}}"),
            panel(
                    "Objects written",
                    "ops",
                    "sum by (cluster, action) (rate(kamaji_objects_written_total[5m]))",
                    "{{cluster}} {{action}}"),
            panel("Heap", "bytes", "sum by (pod) (jvm_memory_used_bytes{area=\"heap\"})", "{{pod}}"),
            panel("Threads", "short", "sum by (pod) (jvm_threads_live_threads)", "{{pod}}"),
            panel("Processor", "percentunit", "sum by (pod) (process_cpu_usage)", "{{pod}}"),
            panel(
                    "Changes of leadership",
                    "short",
                    "sum by (leads) (increase(kamaji_operator_leadership_changes_total[1h]))",
                    "leads: {{leads}}")),
    FLEET(
            "Kamaji: all tenants",
            List.of(),
            panel("Tenants", "short", "sum by (ready) (kamaji_tenant_control_planes_current)", "ready: {{ready}}"),
            panel("By status", "short", "sum by (status) (kamaji_tenant_control_plane_status)", "{{status}}"),
            panel(
                    "By version",
                    "short",
                    "count by (kubernetes_version) (kamaji_tenant_control_plane_info)",
                    "{{kubernetes_version}}"),
            panel(
                    "By datastore",
                    "short",
                    "count by (datastore_driver) (kamaji_tenant_control_plane_info)",
                    "{{datastore_driver}}"),
            panel("Waiting", "short", "sum(kamaji_tenants_waiting)", "tenants"),
            panel("Waiting longest", "s", "max(kamaji_tenants_waiting_longest_seconds)", "longest"),
            panel(
                    "Time in a phase, 95 %",
                    "s",
                    "histogram_quantile(0.95, sum by (le, phase) (rate(kamaji_tenant_phase_duration_seconds_bucket[1h])))",
                    "{{phase}}"),
            panel(
                    "Refused and failed",
                    "short",
                    "sum(increase(kamaji_tenants_refused_total[1h]))",
                    "refused",
                    "sum(increase(kamaji_tenants_failed_total[1h]))",
                    "failed"),
            panel(
                    "DataStores",
                    "short",
                    "sum by (datastore_name, ready) (kamaji_datastores_current)",
                    "{{datastore_name}} ready: {{ready}}"),
            panel(
                    "Taken in DataStores",
                    "bytes",
                    "sum by (datastore_name) (kamaji_datastore_used_bytes)",
                    "{{datastore_name}}"),
            panel(
                    "Keys in DataStores",
                    "short",
                    "sum by (datastore_name) (kamaji_datastore_keys)",
                    "{{datastore_name}}"),
            panel(
                    "Tenants measured",
                    "short",
                    "sum by (datastore_name) (kamaji_datastore_tenants_measured)",
                    "{{datastore_name}}"),
            panel(
                    "Tenants above their quota",
                    "short",
                    "sum by (datastore_name, limit) (kamaji_datastore_tenants_above_quota)",
                    "{{datastore_name}} {{limit}}"),
            panel(
                    "First certificate to end",
                    "s",
                    "min by (credential) (kamaji_certificate_expiry_timestamp_seconds) - time()",
                    "{{credential}}"),
            panel(
                    "Credentials issued",
                    "short",
                    "sum by (credential) (increase(kamaji_credentials_issued_total[1h]))",
                    "{{credential}}"),
            panel(
                    "Looks into tenants",
                    "ops",
                    "sum by (outcome) (rate(kamaji_sweep_duration_seconds_count[5m]))",
                    "{{outcome}}")),
    TENANT(
            "Kamaji: one tenant",
            List.of("tcp_namespace", "tcp_name"),
            panel(
                    "Status",
                    "short",
                    "kamaji_tenant_control_plane_status{tcp_namespace=\"$tcp_namespace\", tcp_name=\"$tcp_name\"}",
                    "{{status}}"),
            panel(
                    "What it is",
                    "short",
                    "kamaji_tenant_control_plane_info{tcp_namespace=\"$tcp_namespace\", tcp_name=\"$tcp_name\"}",
                    "{{kubernetes_version}} {{datastore_driver}} {{address}} {{exposure_strategy}}"),
            panel(
                    "Certificates",
                    "short",
                    "kamaji_certificates_current{tcp_namespace=\"$tcp_namespace\", tcp_name=\"$tcp_name\"}",
                    "{{strategy}} {{status}}"));

    private final String title;
    private final List<String> variables;
    private final List<Panel> panels;

    Dashboard(String title, List<String> variables, Panel... panels) {
        this.title = title;
        this.variables = variables;
        this.panels = List.of(panels);
    }

    /** @param queries PromQL and legend */
    private record Panel(String title, String unit, List<String[]> queries) {}

    private static Panel panel(String title, String unit, String... queriesAndLegends) {
        var queries = new ArrayList<String[]>();
        for (int i = 0; i < queriesAndLegends.length; i += 2) {
            queries.add(new String[] {queriesAndLegends[i], queriesAndLegends[i + 1]});
        }
        return new Panel(title, unit, queries);
    }

    /** All PromQL in it. */
    Stream<String> queries() {
        return panels.stream().flatMap(panel -> panel.queries.stream()).map(query -> query[0]);
    }

    /** {@code operator.json}. */
    String file() {
        return name().toLowerCase(Locale.ROOT) + ".json";
    }

    JsonObject json() {
        var drawn = new ArrayList<JsonObject>();
        for (var panel : panels) {
            drawn.add(drawn(panel, drawn.size()));
        }
        return JsonObject.of(
                "title",
                title,
                "uid",
                "kamaji-" + name().toLowerCase(Locale.ROOT),
                "tags",
                List.of("kamaji"),
                "timezone",
                "browser",
                "schemaVersion",
                39,
                "refresh",
                "30s",
                "time",
                JsonObject.of("from", "now-3h", "to", "now"),
                "templating",
                JsonObject.of("list", templating()),
                "panels",
                JsonArray.of(drawn.toArray()));
    }

    private static JsonObject drawn(Panel panel, int index) {
        var targets = new ArrayList<JsonObject>();
        for (var query : panel.queries) {
            targets.add(JsonObject.of(
                    "refId",
                    String.valueOf((char) ('A' + targets.size())),
                    "expr",
                    query[0],
                    "legendFormat",
                    query[1],
                    "datasource",
                    datasource()));
        }
        return JsonObject.of(
                "id", index + 1,
                "type", "timeseries",
                "title", panel.title,
                "datasource", datasource(),
                "gridPos", JsonObject.of("h", 8, "w", 12, "x", index % 2 * 12, "y", index / 2 * 8),
                "fieldConfig", JsonObject.of("defaults", JsonObject.of("unit", panel.unit, "min", 0)),
                "targets", JsonArray.of(targets.toArray()));
    }

    private static JsonObject datasource() {
        return JsonObject.of("type", "prometheus", "uid", "${datasource}");
    }

    private JsonArray templating() {
        var all = new ArrayList<JsonObject>();
        all.add(JsonObject.of("name", "datasource", "type", "datasource", "query", "prometheus"));
        for (var variable : variables) {
            var before = variables.subList(0, variables.indexOf(variable)).stream()
                    .map(name -> name + "=\"$" + name + "\"")
                    .toList();
            all.add(JsonObject.of(
                    "name",
                    variable,
                    "type",
                    "query",
                    "datasource",
                    datasource(),
                    "refresh",
                    2,
                    "query",
                    "label_values(kamaji_tenant_control_plane_info"
                            + (before.isEmpty() ? "" : "{" + String.join(", ", before) + "}") + ", " + variable
                            + ")"));
        }
        return JsonArray.of(all.toArray());
    }
}

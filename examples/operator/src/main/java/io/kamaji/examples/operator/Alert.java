package io.kamaji.examples.operator;

import io.kamaji.api.json.JsonObject;
import java.util.Locale;

/** When somebody should look, as rules of Prometheus. */
enum Alert {
    OPERATOR_DOWN("absent(kamaji_operator_leading)", "5m", "critical", "No replica of the operator is scraped"),
    NO_LEADER("max(kamaji_operator_leading) == 0", "2m", "critical", "No replica holds the lease, so nothing is done"),
    LEASE_FLAPS(
            "sum(increase(kamaji_operator_leadership_changes_total[15m])) > 4",
            "0m",
            "warning",
            "The lease goes from replica to replica: the API server is slow, or the operator starved"),
    QUEUE_OLD(
            "max(kamaji_operator_queue_oldest_seconds) > 60",
            "5m",
            "warning",
            "Work waits for a worker for more than a minute"),
    WORKERS_BUSY(
            "max(kamaji_operator_workers_active / kamaji_operator_workers) >= 1",
            "15m",
            "warning",
            "All workers have been busy for long: raise --max-concurrent-tcp-reconciles, or see what is slow"),
    WATCH_SILENT(
            "max(kamaji_operator_watch_age_seconds) > 420",
            "5m",
            "critical",
            "A watch has heard nothing from the API server and was not opened anew"),
    PASSES_FAIL(
            "sum(rate(kamaji_operator_handled_failed_total[10m])) / sum(rate(kamaji_operator_handled_total[10m])) > 0.2",
            "10m",
            "warning",
            "One pass in five fails: the operator's log says why"),
    PASSES_SLOW(
            "histogram_quantile(0.95, sum by (le) (rate(kamaji_pass_duration_seconds_bucket[15m]))) > 20",
            "15m",
            "warning",
            "Passes take more than 20 s: a datastore or a tenant answers slowly"),
    TENANT_NOT_READY(
            "kamaji_tenant_control_plane_status{status=\"NotReady\"} == 1",
            "10m",
            "critical",
            "Tenant {{ $labels.tcp_namespace }}/{{ $labels.tcp_name }} has no ready pod"),
    TENANT_PROVISIONING(
            "kamaji_tenant_control_plane_status{status=\"Provisioning\"} == 1",
            "15m",
            "warning",
            "Tenant {{ $labels.tcp_namespace }}/{{ $labels.tcp_name }} does not become ready: see the conditions of its status"),
    TENANTS_WAIT(
            "max(kamaji_tenants_waiting_longest_seconds) > 1800",
            "5m",
            "warning",
            "A tenant has been waiting for half an hour: kubectl get tcp -A, then see its conditions"),
    SPECS_REFUSED(
            "sum(increase(kamaji_tenants_refused_total[15m])) > 0",
            "0m",
            "info",
            "A tenant's spec was refused: condition Ready of its status says what is wrong"),
    DATASTORE_NOT_READY(
            "kamaji_datastore_status{ready=\"false\"} == 1",
            "5m",
            "critical",
            "DataStore {{ $labels.datastore_name }} is not ready: its tenants can't be changed"),
    STORE_QUOTA_REACHED(
            "sum by (datastore_name) (kamaji_datastore_tenants_above_quota{limit=\"hard\"}) > 0",
            "15m",
            "warning",
            "Tenants in DataStore {{ $labels.datastore_name }} may only delete: condition WithinStoreQuota says what they take"),
    CERTIFICATE_EXPIRES(
            "min by (credential) (kamaji_certificate_expiry_timestamp_seconds) - time() < 7 * 86400",
            "1h",
            "critical",
            "A certificate {{ $labels.credential }} ends within a week and was not renewed"),
    CERTIFICATE_INVALID(
            "kamaji_certificates_current{status=\"invalid\"} > 0",
            "10m",
            "critical",
            "Tenant {{ $labels.tcp_namespace }}/{{ $labels.tcp_name }} has an expired certificate"),
    REQUESTS_FORBIDDEN(
            "sum by (resource, verb) (rate(kamaji_requests_total{cluster=\"admin\", code=\"403\"}[10m])) > 0",
            "10m",
            "warning",
            "The operator may not {{ $labels.verb }} {{ $labels.resource }}: apply its roles again"),
    REQUESTS_FAIL(
            "sum(rate(kamaji_requests_total{cluster=\"admin\", code=~\"0|429|5..\"}[10m])) / sum(rate(kamaji_requests_total{cluster=\"admin\"}[10m])) > 0.05",
            "10m",
            "warning",
            "One request in twenty to the API server fails"),
    TENANTS_UNANSWERED(
            "sum(rate(kamaji_sweep_duration_seconds_count{outcome=\"unanswered\"}[15m])) / sum(rate(kamaji_sweep_duration_seconds_count[15m])) > 0.1",
            "15m",
            "warning",
            "One tenant API in ten does not answer the operator");

    private final String expression;
    private final String holds;
    private final String severity;
    private final String summary;

    Alert(String expression, String holds, String severity, String summary) {
        this.expression = expression;
        this.holds = holds;
        this.severity = severity;
        this.summary = summary;
    }

    /** In PromQL. */
    String expression() {
        return expression;
    }

    /** {@code KamajiOperatorDown}. */
    String title() {
        var title = new StringBuilder("Kamaji");
        for (var word : name().split("_")) {
            title.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return title.toString();
    }

    JsonObject rule() {
        return JsonObject.of(
                "alert", title(),
                "expr", expression,
                "for", holds,
                "labels", JsonObject.of("severity", severity),
                "annotations", JsonObject.of("summary", summary));
    }
}

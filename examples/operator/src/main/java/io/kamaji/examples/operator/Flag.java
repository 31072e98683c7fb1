package io.kamaji.examples.operator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be set: on the command line as {@code --name=value}, in the environment as {@code KAMAJI_NAME}, in a YAML file as
 * {@code name: value}; the first of these that says something counts. Flags of the Go operator that mean the same have its name.
 */
enum Flag {
    CONFIG("", "YAML file with values of these flags"),
    KUBECONFIG("", "kubeconfig of the admin cluster; empty: the cluster that this runs in"),
    NAMESPACES("", "namespaces of tenants, separated by commas; empty: all"),
    DATASTORE("", "DataStore of tenants that name none"),
    BOUNDARIES("false", "hold tenants to the TenantBoundary and TenantClass resources of the cluster"),
    UPGRADE_AT_ONCE(
            "0",
            "tenants at a time that follow what a new version of the operator renders; 0: none until they are allowed to"),
    CANARY_TENANTS(
            "",
            "tenants, as team-a/blue,team-b/red, that follow a new version before all others and are ready for 10 min first"),
    DRAIN_AT_ONCE("2", "tenants at a time that are moved off a DataStore which drains, by each replica; 0: none"),
    KINE_IMAGE("", "image of kine; empty: the library's"),
    INSTALL_DEFINITIONS("false", "apply the custom resource definitions at start"),
    MAX_CONCURRENT_TCP_RECONCILES("4", "passes at a time"),
    CACHE_RESYNC_PERIOD("10h", "each tenant gets a pass at least this often"),
    CERTIFICATE_EXPIRATION_DEADLINE(
            "", "renew certificates with less time left, at least 24h; empty: a third of their lifetime"),
    LEADER_ELECT("true", "one of several replicas works; false: this is the only one"),
    POD_NAMESPACE("kamaji-system", "namespace of this process, its leases and its webhook's certificate"),
    METRICS_BIND_ADDRESS(":8080", "where /metrics is served; 0: nowhere"),
    HEALTH_PROBE_BIND_ADDRESS(":8081", "where /healthz and /readyz are served; 0: nowhere"),
    WEBHOOK_BIND_ADDRESS(":9443", "where admission is served; 0: nowhere, refusals are conditions then"),
    WEBHOOK_SERVICE_NAME("kamaji-webhook-service", "Service in front of the webhook"),
    WEBHOOK_CERTIFICATE_DIR(
            "", "folder with tls.crt and tls.key of others, read again when they change; empty: ours, renewed"),
    LOG_LEVEL("info", "error, warn, info, debug or trace"),
    /** The Go operator's, without a meaning here: accepted, so that its manifests start this one, too. */
    MIGRATE_IMAGE(null, "moves need no image"),
    TMP_DIRECTORY(null, "nothing is written to files"),
    DISABLE_TELEMETRY(null, "there is none"),
    SERVICEACCOUNT_NAME(null, "moves run as this process"),
    CONTROLLER_RECONCILE_TIMEOUT(null, "each request has its own limit"),
    WEBHOOK_CA_PATH(null, "the authority is in a Secret"),
    ZAP_LOG_LEVEL(null, "use --log-level"),
    ZAP_DEVEL(null, "use --log-level");

    private final Optional<String> standard;
    private final String meaning;

    Flag(String standard, String meaning) {
        this.standard = Optional.ofNullable(standard);
        this.meaning = meaning;
    }

    /** As on the command line, without dashes. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As in the environment. The Go operator's POD_NAMESPACE has no prefix. */
    String variable() {
        return this == POD_NAMESPACE ? name() : "KAMAJI_" + name();
    }

    /** What holds where nothing is said. */
    String standard() {
        return standard.orElse("");
    }

    String meaning() {
        return meaning;
    }

    /** Whether it is accepted and does nothing. */
    boolean idle() {
        return standard.isEmpty();
    }

    static Optional<Flag> of(String text) {
        return Arrays.stream(values()).filter(flag -> flag.text().equals(text)).findFirst();
    }
}

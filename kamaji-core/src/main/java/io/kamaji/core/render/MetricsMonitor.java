package io.kamaji.core.render;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Credential;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.manifest.Manifests;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.Target;
import java.util.List;

/**
 * Lets a Prometheus in the admin cluster read the metrics of each tenant's API server: a ServiceMonitor, and a client
 * certificate of the group {@code system:monitoring}, which Kubernetes lets read metrics and health and nothing else. Off
 * unless it is added to a renderer, {@code standard().toBuilder().add(MetricsMonitor.create())}; an admin cluster that has no
 * ServiceMonitors does without. Scrapes each 30 s by default of Prometheus' own. Source: Prometheus operator's API,
 * monitoring.coreos.com/v1; Kubernetes' default ClusterRole {@code system:monitoring}.
 */
public final class MetricsMonitor implements Component {
    private static final ResourceType SERVICE_MONITOR =
            new ResourceType("monitoring.coreos.com/v1", "ServiceMonitor", "servicemonitors", true);
    private static final Credential CLIENT = Credential.client(
                    "metrics-client", "kamaji-metrics", ClusterCredentials.CA.name(), "system:monitoring")
            .secret("metrics-client")
            .tls()
            .build();

    private MetricsMonitor() {}

    /** Of all tenants of a renderer. */
    public static MetricsMonitor create() {
        return new MetricsMonitor();
    }

    @Override
    public String name() {
        return "metrics-monitor";
    }

    @Override
    public Declaration declares() {
        return Declaration.builder()
                .tolerated(Target.ADMIN, SERVICE_MONITOR)
                .credential(CLIENT)
                .build();
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var tenant = ctx.tenant();
        var endpoint = JsonObject.of(
                "port", "kube-apiserver", "scheme", "https", "path", "/metrics", "tlsConfig", tls(ctx, tenant));
        var spec = JsonObject.of(
                "selector", JsonObject.of("matchLabels", tenant.selector()), "endpoints", List.of(endpoint));
        return Contribution.builder()
                .object(
                        Target.ADMIN,
                        Manifests.of(SERVICE_MONITOR, tenant.name())
                                .with("spec", spec)
                                .build())
                .build();
    }

    private static JsonObject tls(RenderContext ctx, TenantView tenant) {
        return JsonObject.of(
                "ca", JsonObject.of("secret", key(tenant, ClusterCredentials.CA, ctx.trustFile(ClusterCredentials.CA))),
                "cert", JsonObject.of("secret", key(tenant, CLIENT, CLIENT.certificateFile())),
                "keySecret", key(tenant, CLIENT, CLIENT.keyFile()),
                "serverName", tenant.endpoints().inCluster().host());
    }

    private static JsonObject key(TenantView tenant, Credential credential, String file) {
        return JsonObject.of("name", tenant.objectName(credential.secret()), "key", file);
    }
}

package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.setting.Settings;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.manifest.Given;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The pod's own fields: scheduling, identity, and how long it may take to go. Going down takes 10 seconds in which
 * kube-apiserver still answers while it is taken out of the Service, then up to 20 for what is under way, of which it gives
 * watches 5 and ends them itself; with the strategy Recreate nothing answers in its place, so that there is nothing to wait for.
 */
final class PodSettings implements Component {
    static final int SHUTDOWN_DELAY_SECONDS = 10;
    static final int WATCH_SECONDS = 5;
    private static final int DRAIN_SECONDS = 20;
    private static final List<JsonObject> SPREAD =
            List.of(over("topology.kubernetes.io/zone"), over("kubernetes.io/hostname"));

    @Override
    public String name() {
        return "pod";
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var tenant = ctx.tenant();
        var deployment = tenant.deployment();
        return Contribution.builder()
                .pod(pod -> pod.with(
                                "nodeSelector",
                                Given.map(deployment.nodeSelector()).map(TreeMap::new))
                        .with("tolerations", Given.list(deployment.tolerations()))
                        .with("affinity", deployment.affinity())
                        .with("priorityClassName", tenant.setting(Settings.PRIORITY_CLASS))
                        .with("topologySpreadConstraints", Given.list(Optional.of(spread(tenant))))
                        .with("runtimeClassName", Given.text(deployment.runtimeClassName()))
                        .with(
                                "serviceAccountName",
                                deployment.serviceAccountName().orElse("default"))
                        .with("automountServiceAccountToken", deployment.automountServiceAccountToken())
                        .with("securityContext", deployment.podSecurityContext())
                        .with("terminationGracePeriodSeconds", SHUTDOWN_DELAY_SECONDS + DRAIN_SECONDS))
                .build();
    }

    /**
     * The spec's, else over zones and nodes where that can be; those of one rollout among themselves, as those before it go.
     * Also for one pod, which is not replaced when a second one comes.
     */
    private static List<JsonObject> spread(TenantView tenant) {
        var given = tenant.deployment().topologySpreadConstraints();
        var isDefault = !tenant.single() && tenant.setting(Settings.SPREAD).orElse(true);
        return withSelector(tenant, given.orElse(isDefault ? SPREAD : List.of()));
    }

    private static JsonObject over(String topologyKey) {
        return JsonObject.of("maxSkew", 1, "topologyKey", topologyKey)
                .with("whenUnsatisfiable", "ScheduleAnyway")
                .with("matchLabelKeys", List.of("pod-template-hash"));
    }

    private static List<JsonObject> withSelector(TenantView tenant, List<JsonObject> constraints) {
        var selector = JsonObject.of("matchLabels", tenant.selector());
        return constraints.stream()
                .map(constraint ->
                        constraint.has("labelSelector") ? constraint : constraint.with("labelSelector", selector))
                .toList();
    }

    /** Whether all pods end before the first new one starts. */
    static boolean recreates(TenantView tenant) {
        return tenant.single()
                || tenant.deployment()
                        .strategy()
                        .flatMap(strategy -> strategy.text("type"))
                        .filter("Recreate"::equals)
                        .isPresent();
    }

    /** The strategy: Recreate where the store serves one pod only; a rolling update without numbers is blue/green. */
    static JsonObject strategy(TenantView tenant) {
        if (recreates(tenant)) {
            return JsonObject.of("type", "Recreate");
        }
        var given = tenant.deployment().strategy().orElse(JsonObject.EMPTY);
        var rolling = given.has("rollingUpdate")
                ? given.object("rollingUpdate")
                : JsonObject.of("maxSurge", "100%", "maxUnavailable", 0);
        return JsonObject.of("type", "RollingUpdate", "rollingUpdate", rolling);
    }
}

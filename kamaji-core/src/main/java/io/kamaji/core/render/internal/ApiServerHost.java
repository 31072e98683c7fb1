package io.kamaji.core.render.internal;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.setting.Settings;
import io.kamaji.api.value.KubernetesVersion;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Demand;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.SpecFindings;
import io.kamaji.core.component.SpecRule;
import io.kamaji.core.component.SpecView;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import java.util.List;

/**
 * In the tenant: an admission policy that tells pods by their environment to ask the API at its host name, where a front goes
 * by that. A container that says something itself keeps it. Clients that read the environment, as in-cluster clients do, then
 * need no relay; pods that are there already have it when they are made anew. Needs Kubernetes 1.36, from which on API servers
 * have such policies without being told. Source: the MutatingAdmissionPolicy API; pkg/kubelet of v1.36 for whose value counts.
 */
final class ApiServerHost implements Component {
    private static final int FIRST_MINOR = 36;
    private static final List<JsonObject> OBJECTS = AddonObjects.read("apiserver-host.yaml");

    @Override
    public String name() {
        return "apiserver-host";
    }

    @Override
    public boolean enabledFor(TenantView tenant) {
        return isWanted(tenant.given());
    }

    private static boolean isWanted(TenantControlPlane tenant) {
        return ServerNames.isWanted(tenant, Settings.API_SERVER_HOST)
                && KubernetesVersion.find(tenant.spec().kubernetes().version())
                        .filter(version -> version.minor() >= FIRST_MINOR)
                        .isPresent();
    }

    @Override
    public Declaration declares() {
        var demand = new Demand(Settings.API_SERVER_HOST.path(), ApiServerHost::isWanted, "set it to false");
        return Declaration.builder()
                .kindFor(demand, Target.TENANT, ResourceTypes.MUTATION_POLICY, Trait.EXACT)
                .kindFor(demand, Target.TENANT, ResourceTypes.MUTATION_POLICY_BINDING, Trait.EXACT)
                .build();
    }

    @Override
    public List<SpecRule> rules() {
        return List.of(ApiServerHost::check);
    }

    private static void check(SpecView spec, SpecFindings found) {
        var setting = Settings.API_SERVER_HOST;
        var annotations = spec.tree().texts("metadata", "annotations");
        if (setting.violation(annotations).isEmpty()
                && setting.of(annotations).orElse(false)
                && spec.minor().orElse(FIRST_MINOR) < FIRST_MINOR) {
            found.refuse(setting.path(), true, "needs Kubernetes 1." + FIRST_MINOR + ": relays do without");
        }
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var api = ctx.tenant().endpoints().api();
        var contribution = Contribution.builder();
        for (var object : OBJECTS) {
            contribution.object(
                    Target.TENANT,
                    AddonObjects.is(object, ResourceTypes.MUTATION_POLICY.kind())
                            ? JsonObject.parse(object.toJson()
                                    .replace("API-HOST", api.shown().host())
                                    .replace(
                                            "API-PORT",
                                            Integer.toString(api.shown().port())))
                            : object,
                    api.waitsFor());
        }
        return contribution.build();
    }
}

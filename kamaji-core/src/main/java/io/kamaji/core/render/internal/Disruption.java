package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.setting.Settings;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.manifest.Manifests;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import java.util.Map;

/** A disruption budget, so that draining nodes takes one pod at a time; from two replicas on, as with one it would block. */
final class Disruption implements Component {

    @Override
    public String name() {
        return "disruption";
    }

    @Override
    public boolean enabledFor(TenantView tenant) {
        return tenant.replicas() >= 2
                && tenant.setting(Settings.DISRUPTION_BUDGET).orElse(true);
    }

    @Override
    public Declaration declares() {
        return Declaration.builder()
                .tolerated(Target.ADMIN, ResourceTypes.POD_DISRUPTION_BUDGET)
                .build();
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var tenant = ctx.tenant();
        var budget = Manifests.of(ResourceTypes.POD_DISRUPTION_BUDGET, tenant.name())
                .with("spec", JsonObject.of("maxUnavailable", 1, "selector", Map.of("matchLabels", tenant.selector())))
                .build();
        return Contribution.builder().object(Target.ADMIN, budget).build();
    }
}

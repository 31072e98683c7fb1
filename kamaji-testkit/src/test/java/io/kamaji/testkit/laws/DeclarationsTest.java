package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.KamajiException;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.testkit.simulator.Fault;
import org.junit.jupiter.api.Test;

/** What a component declares is what happens to its objects. */
class DeclarationsTest {
    private static final JsonObject POLICY =
            JsonObject.parse("{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: blue-isolation},"
                    + " spec: {podSelector: {}, policyTypes: [Ingress]}}");

    /** Isolates the control plane's pods. */
    private record Isolation(Declaration declares) implements Component {
        @Override
        public String name() {
            return "isolation";
        }

        @Override
        public Contribution contribute(RenderContext context) {
            return Contribution.builder().object(Target.ADMIN, POLICY).build();
        }

        ReconcilerSettings.Builder in(ReconcilerSettings.Builder settings) {
            return settings.renderer(standard -> standard.toBuilder().add(this).build());
        }
    }

    @Test
    void reconcile_requiredKindRefused_failsAndNamesTheObject() {
        var isolation = new Isolation(Declaration.builder()
                .kind(Target.ADMIN, ResourceTypes.NETWORK_POLICY)
                .build());
        try (var world = Blue.world()) {
            forbidPolicies(world);

            assertThatThrownBy(() -> world.converge(Blue.spec().build(), isolation::in))
                    .isInstanceOf(KamajiException.class)
                    .hasMessageContaining("NetworkPolicy tenants/blue-isolation");
        }
    }

    @Test
    void reconcile_toleratedKindRefused_isReadyWithoutIt() {
        var isolation = new Isolation(Declaration.builder()
                .tolerated(Target.ADMIN, ResourceTypes.NETWORK_POLICY)
                .build());
        try (var world = Blue.world()) {
            forbidPolicies(world);

            var passes = world.converge(Blue.spec().build(), isolation::in);

            assertThat(passes.get(passes.size() - 1).status().isReady()).isTrue();
        }
    }

    private static void forbidPolicies(TenantWorld world) {
        world.admin().faults().onEvery(request -> request.path().contains("/networkpolicies"), Fault.status(403));
    }
}

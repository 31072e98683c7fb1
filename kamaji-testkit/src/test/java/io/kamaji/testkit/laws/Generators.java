package io.kamaji.testkit.laws;

import io.kamaji.api.KubeconfigGenerator;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.kubeconfig.CompoundValue;
import io.kamaji.core.access.GeneratorPass;
import io.kamaji.pki.Kubeconfig;
import java.util.List;
import java.util.function.Consumer;

/** Two tenants, the generator of their viewers, and what it makes of them. Stateless. */
final class Generators {
    static final TenantControlPlane BLUE =
            Blue.spec().metadata(meta -> meta.putLabel("team", "payments")).build();
    static final TenantControlPlane RED = BLUE.toBuilder()
            .metadata(meta -> meta.name("red").putLabel("team", "search"))
            .spec(spec -> spec.dataStoreSchema("tenants_red").dataStoreUsername("tenants_red"))
            .build();
    static final ObjectRef OF_BLUE = ObjectRef.of("v1", "Secret", Blue.NAMESPACE, "blue-viewer");

    private Generators() {}

    static KubeconfigGenerator viewer(Consumer<KubeconfigGenerator.Builder> change) {
        var builder = KubeconfigGenerator.builder()
                .metadata(meta -> meta.name("viewer").generation(3L))
                .spec(spec -> spec.user(CompoundValue.definition("metadata.name"))
                        .groups(List.of(
                                CompoundValue.literal("platform:viewers"),
                                CompoundValue.definition("metadata.namespace")))
                        .controlPlaneEndpointFrom("admin.conf"));
        change.accept(builder);
        return builder.build();
    }

    static KubeconfigGenerator viewer() {
        return viewer(builder -> {});
    }

    static KubeconfigGenerator of(String team) {
        return viewer(builder -> builder.spec(
                spec -> spec.tenantControlPlaneSelector(JsonObject.parse("{matchLabels: {team: " + team + "}}"))));
    }

    static GeneratorPass pass(TenantWorld world, KubeconfigGenerator generator) {
        try (var kamaji = world.connect()) {
            return kamaji.generators().reconcile(generator, List.of(RED, BLUE));
        }
    }

    static Kubeconfig made(TenantWorld world, ObjectRef secret) {
        return Kubeconfig.parse(Blue.decoded(world.admin().get(secret).orElseThrow(), "value"));
    }

    static TenantWorld world() {
        return Blue.world(Made.BOTH);
    }

    /** Made once: what each test finds. */
    private static final class Made {
        static final Moment BOTH = both();

        private static Moment both() {
            try (var world = Blue.world()) {
                world.converge(BLUE);
                world.converge(RED);
                return world.moment();
            }
        }
    }

    static String subject(TenantWorld world) {
        return made(world, OF_BLUE)
                .client()
                .orElseThrow()
                .certificate()
                .getSubjectX500Principal()
                .getName();
    }
}

package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.status.TenantControlPlaneStatus;
import io.kamaji.core.reconcile.Pass;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a pass writes into the custom resource: what clients of the Go operator read there, and not more often than it changes. */
class WireStatusTest {
    private static final TenantControlPlane BLUE = resource(1, Optional.empty());

    @Test
    void reconcile_converged_saysWhatClientsRead() {
        try (var world = Blue.world()) {
            var status = last(world.converge(BLUE)).wireStatus();
            var tree = BLUE.toBuilder().status(status).build().toJsonObject().object("status");

            assertThat(tree.text("controlPlaneEndpoint")).contains(endpoint(world));
            assertThat(tree.number("observedGeneration")).contains(1L);
            assertThat(tree.text("kubernetesResources", "version", "status")).contains("Ready");
            assertThat(tree.text("kubernetesResources", "version", "version")).contains("v1.36.3");
            assertThat(tree.number("kubernetesResources", "deployment", "readyReplicas"))
                    .contains(2L);
            assertThat(tree.text("kubernetesResources", "deployment", "selector"))
                    .contains("kamaji.clastix.io/name=blue");
            assertThat(tree.number("kubernetesResources", "service", "port")).contains(6443L);
            assertThat(tree.text("kubeconfig", "admin", "secretName")).contains("blue-admin-kubeconfig");
            assertThat(tree.text("certificates", "ca", "secretName")).contains("blue-ca");
            assertThat(tree.text("storage", "dataStoreName")).contains("shared");
            assertThat(tree.text("storage", "setup", "schema")).contains("tenants_blue");
            assertThat(tree.text("kubeadmconfig", "configmapName")).contains("blue-kubeadmconfig");
            assertThat(tree.get("kubeadmPhase", "bootstrapToken", "checksum")).isPresent();
            assertThat(tree.get("addons", "coreDNS", "enabled").flatMap(value -> value.asBoolean()))
                    .contains(true);
            assertThat(tree.text("addons", "konnectivity", "agent", "mode")).contains("DaemonSet");
            assertThat(tree.number("addons", "konnectivity", "service", "port")).contains(8132L);
            assertThat(conditions(tree)).startsWith("Ready=True").contains("AddressKnown=True");
        }
    }

    @Test
    void reconcile_statusAsStored_givesTheSameStatusLater() {
        try (var world = Blue.world()) {
            var stored = last(world.converge(BLUE)).wireStatus();
            world.clock().advance(Duration.ofHours(1));

            var later = last(world.converge(resource(1, Optional.of(stored)))).wireStatus();

            assertThat(later).isEqualTo(stored);
        }
    }

    @Test
    void reconcile_noPodYet_tellsTheEndpointBeforeThePods() {
        try (var world = Blue.world();
                var kamaji = world.connect()) {
            kamaji.tenant(BLUE).reconcile();
            var early = kamaji.tenant(BLUE).reconcile().wireStatus();

            assertThat(early.controlPlaneEndpoint()).contains(endpoint(world));
            assertThat(early.kubernetesResources()
                            .orElseThrow()
                            .version()
                            .orElseThrow()
                            .version())
                    .isEmpty();
        }
    }

    @Test
    void delete_pass_isTheOnlyThingThatChanges() {
        try (var world = Blue.world()) {
            var stored = last(world.converge(BLUE)).wireStatus();

            var going = world.deletePass(resource(1, Optional.of(stored))).wireStatus();

            assertThat(going.kubernetesResources()
                            .orElseThrow()
                            .version()
                            .orElseThrow()
                            .status())
                    .contains("NotReady");
            assertThat(going.certificates()).isEqualTo(stored.certificates());
        }
    }

    @Test
    void reconcile_customResource_ownsWhatIsMadeForIt() {
        try (var world = Blue.world()) {
            world.converge(BLUE);

            var owner = Blue.secret(world, "ca")
                    .array("metadata", "ownerReferences")
                    .objects()
                    .toList();

            assertThat(owner).singleElement().satisfies(reference -> {
                assertThat(reference.text("kind")).contains("TenantControlPlane");
                assertThat(reference.text("uid")).contains("52953768-133c-445e-84dc-8b1f73fb5ee1");
            });
        }
    }

    private static TenantControlPlane resource(long generation, Optional<TenantControlPlaneStatus> status) {
        return Blue.spec()
                .serviceCidr("127.41.0.0/16")
                .coreDns()
                .kubeProxy()
                .konnectivity()
                .metadata(metadata -> metadata.generation(generation).uid("52953768-133c-445e-84dc-8b1f73fb5ee1"))
                .status(status)
                .build();
    }

    private static String endpoint(TenantWorld world) {
        return world.admin()
                        .get(ObjectRef.of("v1", "Service", Blue.NAMESPACE, "blue"))
                        .orElseThrow()
                        .array("status", "loadBalancer", "ingress")
                        .objects()
                        .findFirst()
                        .flatMap(ingress -> ingress.text("ip"))
                        .orElseThrow()
                + ":6443";
    }

    private static List<String> conditions(JsonObject status) {
        return status.array("conditions")
                .objects()
                .map(c -> c.text("type").orElse("") + "=" + c.text("status").orElse(""))
                .toList();
    }

    private static Pass last(List<Pass> passes) {
        return passes.get(passes.size() - 1);
    }
}

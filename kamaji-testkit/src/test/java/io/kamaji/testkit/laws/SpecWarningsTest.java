package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is accepted with a warning says so before anything is done. */
class SpecWarningsTest {

    @Test
    void plan_flagThatTakesAwayWhatOthersNeed_warnsOnceAndSoDoesRendering() {
        var tenant = Blue.spec()
                .controllerManager(part -> part.args("--use-service-account-credentials=false"))
                .build();
        try (var world = Blue.world();
                var kamaji = world.connect()) {
            assertThat(kamaji.tenant(tenant).plan().warnings())
                    .filteredOn(warning -> warning.contains("--use-service-account-credentials"))
                    .singleElement()
                    .asString()
                    .startsWith("spec.controlPlane.deployment.extraArgs.controllerManager[0]: ")
                    .contains("Deployments make no pods");
            assertThat(kamaji.tenant(tenant).render().warnings())
                    .anySatisfy(warning -> assertThat(warning).contains("Deployments make no pods"));
        }
    }
}

package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.core.plan.Plan;
import io.kamaji.testkit.simulator.Fault;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An admin cluster that lacks a kind that is not essential, or forbids it. */
class PartialRightsTest {

    @ParameterizedTest
    @ValueSource(ints = {403, 404})
    void reconcile_optionalKindRefused_warnsAndGoesOn(int code) {
        try (var world = Blue.world()) {
            world.admin()
                    .faults()
                    .onEvery(request -> request.path().contains("/poddisruptionbudgets"), Fault.status(code));

            var passes = world.converge(Blue.spec().replicas(2).build());

            assertThat(passes)
                    .extracting(pass -> pass.plan())
                    .allSatisfy(plan -> assertThat(warnings(plan))
                            .singleElement()
                            .asString()
                            .contains("PodDisruptionBudget"));
            assertThat(Blue.objects(world).ofKind("PodDisruptionBudget").size()).isZero();
            assertThat(Blue.objects(world).ofKind("Deployment").size()).isEqualTo(1);
        }
    }

    private static List<String> warnings(Plan plan) {
        return plan.warnings().stream()
                .filter(text -> text.contains("left alone"))
                .toList();
    }
}

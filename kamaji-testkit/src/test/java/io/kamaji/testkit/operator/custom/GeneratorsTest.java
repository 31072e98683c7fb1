package io.kamaji.testkit.operator.custom;

import static io.kamaji.testkit.Eventually.until;
import static io.kamaji.testkit.operator.custom.Front.BLUE;
import static io.kamaji.testkit.operator.custom.Front.NAMESPACE;
import static io.kamaji.testkit.operator.custom.Front.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.KubeconfigGenerator;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.kubeconfig.CompoundValue;
import io.kamaji.core.manifest.ResourceTypes;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A KubeconfigGenerator that somebody applied: Secrets come and go with tenants, labels and the generator. */
class GeneratorsTest {
    private static final ObjectRef VIEWER = ResourceTypes.KUBECONFIG_GENERATOR.ref("viewer");
    private static final ObjectRef SECRET = ResourceTypes.SECRET.ref(NAMESPACE, "blue-viewer");

    private final Front front = Front.start();

    @AfterEach
    void close() {
        front.close();
    }

    private void viewer() {
        front.kubectl.create(KubeconfigGenerator.builder()
                .metadata(metadata -> metadata.name("viewer"))
                .spec(spec -> spec.user(CompoundValue.definition("metadata.name"))
                        .tenantControlPlaneSelector(JsonObject.parse("{matchLabels: {team: payments}}"))
                        .controlPlaneEndpointFrom("admin.conf"))
                .build()
                .toCustomResource());
    }

    private void made() {
        front.make(Front.blue().label("team", "payments").build());
        viewer();
        until("a Secret", SOON, () -> front.world.admin().get(SECRET).isPresent());
        front.await(VIEWER, "complete", status -> counts(status, 1, 1));
        front.settle();
    }

    private static boolean counts(JsonObject status, long all, long available) {
        return status.number("resources").equals(Optional.of(all))
                && status.number("availableResources").equals(Optional.of(available));
    }

    @Test
    void create_generatorBeforeItsTenant_makesItOnceTheTenantIsThere() {
        viewer();
        front.await(VIEWER, "empty", status -> counts(status, 0, 0));

        front.make(Front.blue().label("team", "payments").build());

        until("a Secret", SOON, () -> front.world.admin().get(SECRET).isPresent());
        front.await(VIEWER, "complete", status -> counts(status, 1, 1));
        assertThat(front.get(VIEWER).number("status", "observedGeneration")).contains(1L);
    }

    @Test
    void label_takenAway_takesTheKubeconfigAway() {
        made();

        front.patch(BLUE, "{metadata: {labels: {team: search}}}");

        front.awaitGone(SECRET);
        front.await(VIEWER, "empty", status -> counts(status, 0, 0));
    }

    @Test
    void secret_deletedByAnother_isMadeAnew() {
        made();
        var uid = front.get(SECRET).text("metadata", "uid");

        front.delete(SECRET);

        until(
                "another Secret",
                SOON,
                () -> front.world
                        .admin()
                        .get(SECRET)
                        .filter(live -> !live.text("metadata", "uid").equals(uid))
                        .isPresent());
    }

    @Test
    void delete_generator_takesItsKubeconfigsAway() {
        made();

        front.delete(VIEWER);

        front.awaitGone(SECRET);
    }

    @Test
    void delete_generatorWhileNobodyLooked_takesItsKubeconfigsAwayLater() {
        made();
        front.operator.close();
        front.delete(VIEWER);

        front.operator = front.run();

        front.awaitGone(SECRET);
    }

    @Test
    void settled_generator_isNotWrittenAgain() {
        made();
        front.world.forget();
        var passes = front.operator.stats().passes();

        front.operator.wake(VIEWER);

        until("another pass", SOON, () -> front.operator.stats().passes() > passes);
        front.settle();
        assertThat(front.world.admin().requests().writes()).isZero();
    }
}

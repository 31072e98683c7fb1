package io.kamaji.testkit.operator.custom;

import static io.kamaji.testkit.Eventually.until;
import static io.kamaji.testkit.operator.custom.Front.BLUE;
import static io.kamaji.testkit.operator.custom.Front.NAMESPACE;
import static io.kamaji.testkit.operator.custom.Front.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.boundary.Boundaries;
import io.kamaji.api.boundary.BoundaryDefinitions;
import io.kamaji.core.boundary.BoundarySource;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.storage.DataStoreSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Quotas of boundaries that are custom resources: what the user of a tenant sees of them. */
class StoreQuotasTest {
    private static final String WITHIN = "WithinStoreQuota";
    private static final String MESSAGE = "limited write permissions";

    private final Front front = Front.start();

    @BeforeEach
    void start() {
        front.operator.close();
        BoundaryDefinitions.all().forEach(front.world.admin()::create);
        front.etcdSecret("shared", Front.AUTHORITY);
        front.etcd("shared");
        for (var boundary : List.of(
                Boundaries.builder("platform").storeBytes("2000", "4000").build(),
                Boundaries.builder("team").storeBytes("500", "1000").build())) {
            front.world.admin().create(boundary.toJsonObject());
        }
        front.operator = front.front
                .on(Operator.builder(front.world.adminCluster())
                        .settings(
                                front.world.settings(settings -> settings.dataStores(DataStoreSource.customResources())
                                        .boundaries(BoundarySource.customResources())
                                        .listener(front.told::add))))
                .start();
    }

    @AfterEach
    void close() {
        front.close();
    }

    private void measure(long bytes) {
        front.world.store().takes(NAMESPACE + "/blue", 10, bytes);
        front.world.clock().advance(Duration.ofMinutes(6));
    }

    private void await(String status, String reason) {
        front.await(BLUE, reason, live -> {
            var condition = Front.condition(live, WITHIN);
            return condition.text("status").orElse("").equals(status)
                    && condition.text("reason").orElse("").equals(reason);
        });
    }

    private boolean isLimited() {
        return front.world.tenant().objects().ofKind("ValidatingAdmissionPolicy").objects().stream()
                .anyMatch(policy -> policy.toJson().contains(MESSAGE));
    }

    @Test
    void quotaOfSeveralBoundaries_theSmallestIsToldByConditionAndEventAndThawsByItself() {
        front.make(Front.blue().dataStore("shared").build());
        await("Unknown", "NotMeasured");

        measure(600);
        await("False", "SoftQuotaReached");
        until("an Event", SOON, () -> front.events(BLUE).contains("Warning SoftQuotaReached"));
        assertThat(isLimited()).isFalse();

        measure(1000);
        await("False", "HardQuotaReached");
        front.await(
                BLUE,
                "limited",
                status -> status.text("kubernetesResources", "version", "status")
                        .orElse("")
                        .equals("WriteLimited"));
        until("an Event", SOON, () -> front.events(BLUE).contains("Warning HardQuotaReached"));
        assertThat(isLimited()).isTrue();
        assertThat(Front.condition(front.get(BLUE).object("status"), WITHIN).text("message"))
                .hasValueSatisfying(message -> assertThat(message)
                        .startsWith("1000 bytes since ")
                        .contains("1000 bytes (soft limit 500 bytes, hard limit 1000 bytes), 10 keys"));

        measure(10);
        await("True", "WithinQuota");
        until("an Event", SOON, () -> front.events(BLUE).contains("Normal WithinQuota"));
        until("thawed", SOON, () -> !isLimited());
    }

    @Test
    void quotaOfAStoreThatCannotTell_isUnknownAndLimitsNothing() {
        front.make(Front.blue().build());

        await("Unknown", "NotMeasurable");
        assertThat(Front.condition(front.get(BLUE).object("status"), WITHIN).text("message"))
                .contains("driver SQLite can't tell what a tenant takes: the quota limits nothing");
        assertThat(Front.is(front.get(BLUE).object("status"), "Ready", "True")).isTrue();
    }
}

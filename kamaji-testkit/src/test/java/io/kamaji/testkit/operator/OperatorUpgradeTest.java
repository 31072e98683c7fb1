package io.kamaji.testkit.operator;

import static io.kamaji.testkit.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.event.KamajiEvent;
import io.kamaji.core.event.ObjectWritten;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.Annotations;
import io.kamaji.core.operator.Election;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.operator.OperatorBuilder;
import io.kamaji.testkit.simulator.RecordedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A new version of the operator, which renders control planes otherwise, over tenants that live. */
@Tag("once")
class OperatorUpgradeTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int TENANTS = 20;
    private static final ObjectRef LEASE = ResourceTypes.LEASE.ref("kube-system", "kamaji");

    private final Fleet fleet = new Fleet(TENANTS);
    private final List<KamajiEvent> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        fleet.close();
    }

    private Operator start(String version, UnaryOperator<OperatorBuilder> change) {
        return change.apply(fleet.operator()
                        .election(Election.lease("kube-system", "kamaji"))
                        .version(version)
                        .resync(Duration.ofSeconds(3)))
                .start();
    }

    private Operator startNew(UnaryOperator<OperatorBuilder> change) {
        return start(
                "2.0.0",
                builder -> change.apply(builder.settings(settings -> settings.listener(events::add)
                        .renderer(renderer -> renderer.toBuilder()
                                .customize(
                                        "Deployment",
                                        tree -> tree.update(
                                                "metadata",
                                                metadata -> metadata.update(
                                                        "labels", labels -> labels.with("rendered", "anew"))))
                                .build()))));
    }

    private long writes() {
        return fleet.admin.requests().all().stream()
                .filter(RecordedRequest::write)
                .filter(request -> !request.path().contains("/leases"))
                .count();
    }

    private long renderedAnew() {
        return fleet.admin.objects().ofKind("Deployment").objects().stream()
                .filter(live -> live.text("metadata", "labels", "rendered").isPresent())
                .count();
    }

    private Optional<String> renderedBy() {
        return fleet.admin
                .get(LEASE)
                .flatMap(lease -> lease.text("metadata", "annotations", "kamaji.clastix.io/rendered-by"));
    }

    /** As an administrator does, with kubectl annotate. */
    private void allowByAnnotation(int atOnce) {
        try (var admin = AdminCluster.kubeconfig(fleet.admin.kubeconfig()).connect()) {
            admin.patch(
                    LEASE,
                    PatchType.MERGE,
                    JsonObject.of(
                            "metadata",
                            JsonObject.of("annotations", JsonObject.of(Annotations.UPGRADE_AT_ONCE, "" + atOnce))),
                    "");
        }
    }

    @Test
    void newVersion_rendersOtherwise_writesNothingUntilAllowedThenGoesInWaves() {
        try (var old = start("1.0.0", builder -> builder)) {
            fleet.put("1.36.3");
            fleet.awaitReady(SOON);
            until("settled", SOON, () -> old.stats().settled());
            until("noted", SOON, () -> renderedBy().equals(Optional.of("1.0.0")));
        }
        fleet.admin.requests().reset();
        var told = fleet.list.tenants().stream().map(fleet.list::report).toList();

        try (var operator = startNew(builder -> builder)) {
            until("all held back", SOON, () -> operator.heldBack() == TENANTS);
            assertThat(writes()).isZero();
            assertThat(fleet.list.tenants().stream().map(fleet.list::report)).isEqualTo(told);

            var asked = fleet.list.put(fleet.tenant(0, "1.36.3").toBuilder()
                    .spec(spec -> spec.kubernetes(kubernetes -> kubernetes.version("v1.36.4")))
                    .build());
            until("what was asked for", SOON, () -> renderedAnew() == 1);
            fleet.awaitReady(SOON);

            operator.allowUpgrade(3);
            until("all anew", SOON, () -> renderedAnew() == TENANTS);
            assertThat(operator.heldBack()).isZero();
            until("noted", SOON, () -> renderedBy().equals(Optional.of("2.0.0")));
            assertThat(asked.name()).isEqualTo("tenant");
            assertThat(events).filteredOn(ObjectWritten.class::isInstance).isNotEmpty();
        }
    }

    @Test
    void newVersion_tenantsThatDoNotComeBack_holdUpTheOthers() {
        try (var old = start("1.0.0", builder -> builder)) {
            fleet.put("1.36.3");
            fleet.awaitReady(SOON);
            until("noted", SOON, () -> renderedBy().equals(Optional.of("1.0.0")));
            assertThat(old.stats().leading()).isTrue();
        }

        try (var operator = startNew(builder -> builder)) {
            until("all held back", SOON, () -> operator.heldBack() == TENANTS);
            fleet.store.down(true); // passes wait for the store, so that none comes back
            allowByAnnotation(2);
            until("two are begun", SOON, () -> operator.heldBack() == TENANTS - 2);
            until("others are held", SOON, () -> operator.stats().settled());
            assertThat(operator.heldBack()).isEqualTo(TENANTS - 2);
            fleet.store.down(false);
            until("all anew", SOON, () -> renderedAnew() == TENANTS);
        }
    }
}

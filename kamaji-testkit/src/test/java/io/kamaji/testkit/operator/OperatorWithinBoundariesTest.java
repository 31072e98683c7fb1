package io.kamaji.testkit.operator;

import static io.kamaji.testkit.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.boundary.Boundaries;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.operator.TenantList;
import io.kamaji.core.operator.TenantReport;
import io.kamaji.core.status.ConditionType;
import io.kamaji.testkit.laws.HostileSpec;
import io.kamaji.testkit.laws.TenantWorld;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop holds teams within their boundaries and says so where they look: in the tenant's conditions. */
class OperatorWithinBoundariesTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Boundaries NARROW =
            Boundaries.builder("narrow").versions("1.36", "1.36").build();
    private static final Boundaries WIDE =
            Boundaries.builder("wide").versions("1.35", "1.36").build();

    private final AtomicReference<Boundaries> boundaries = new AtomicReference<>(NARROW);
    private final TenantWorld world = TenantWorld.start();
    private final TenantList list = TenantList.of();
    private final Operator operator = Operator.builder(world.adminCluster())
            .settings(world.settings(settings -> settings.boundaries((tenant, admin) -> List.of(boundaries.get()))))
            .tenants(list)
            .start();

    @AfterEach
    void close() {
        operator.close();
        world.close();
    }

    private static TenantControlPlane blue(String version) {
        return TenantControlPlane.builder(TenantWorld.NAMESPACE, "blue")
                .kubernetesVersion(version)
                .replicas(1)
                .loadBalancer()
                .dataStore("embedded")
                .build();
    }

    private TenantReport await(ObjectRef tenant, String what, Predicate<TenantReport> condition) {
        until(
                tenant + " " + what,
                SOON,
                () -> list.report(tenant).filter(condition).isPresent());
        return list.report(tenant).orElseThrow();
    }

    private static Optional<String> within(TenantReport report, String member) {
        return report.condition(ConditionType.WITHIN_BOUNDARIES).flatMap(condition -> condition.text(member));
    }

    @Test
    void put_specOutsideOfItsBoundary_isRefusedInStatusBeforeAnyWriteAndMendsWithTheSpec() {
        world.forget();

        var ref = list.put(blue("1.35.4"));

        var refused = await(ref, "refused", TenantReport::refused);
        assertThat(refused.condition(ConditionType.READY).flatMap(condition -> condition.text("message")))
                .hasValueSatisfying(message ->
                        assertThat(message).contains("spec.kubernetes.version", "v1.35.4", "boundary narrow"));
        assertThat(world.admin().requests().writes()).isZero();

        list.put(blue("1.36.3"));
        assertThat(within(await(ref, "ready", TenantReport::ready), "status")).contains("True");
    }

    @Test
    void put_eachHostileSpec_isToldInTheConditionAtItsPathByItsBoundary() {
        HostileSpec.all().forEach(spec -> {
            boundaries.set(HostileSpec.boundaries(spec.boundary()));

            var ref = list.put(spec.tenant());

            await(ref, "told " + spec, report -> report.refused() && told(report, spec));
        });
        assertThat(world.admin().requests().writes()).isZero();
    }

    private static boolean told(TenantReport report, HostileSpec spec) {
        var message = report.condition(ConditionType.READY)
                .flatMap(condition -> condition.text("message"))
                .orElse("");
        return spec.refused().stream()
                .map(row -> row.split(" ", 2))
                .allMatch(row -> Pattern.compile(
                                Pattern.quote(row[0] + ": ") + ".*" + Pattern.quote(", " + row[1] + ")"),
                                Pattern.DOTALL)
                        .matcher(message)
                        .find());
    }

    @Test
    void boundary_drawnNarrowerLater_leavesTheTenantReadyAndTellsWhatIsOutside() {
        boundaries.set(WIDE);
        var ref = list.put(blue("1.35.4"));
        await(ref, "ready", TenantReport::ready);

        boundaries.set(NARROW);
        operator.wake(ref);

        var told = await(ref, "told", report -> within(report, "status").equals(Optional.of("False")));
        assertThat(told.ready()).isTrue();
        assertThat(within(told, "message"))
                .hasValueSatisfying(message -> assertThat(message).contains("spec.kubernetes.version", "narrow"));
    }
}

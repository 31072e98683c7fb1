package io.kamaji.testkit.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.setting.Settings;
import io.kamaji.core.operator.Annotations;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.operator.TenantList;
import io.kamaji.core.operator.TenantReport;
import io.kamaji.core.status.ConditionType;
import io.kamaji.testkit.laws.TenantWorld;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One tenant of which nobody can make anything keeps its own passes busy, is told of, and costs the others nothing. */
class HostileTenantsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final TenantWorld world = TenantWorld.start();
    private final TenantList list = TenantList.of();
    private final Reported reported = new Reported(list, SOON);
    private volatile Runnable trap = () -> {};
    private final Operator operator = Operator.builder(world.adminCluster())
            .settings(world.settings(settings -> settings.boundaries((tenant, admin) -> {
                if (tenant.metadata().name().equals(Optional.of("odd"))) {
                    trap.run();
                }
                return List.of();
            })))
            .tenants(list)
            .workers(1)
            .start();

    @AfterEach
    void close() {
        operator.close();
        world.close();
    }

    private static TenantControlPlane.Builder tenant(String name) {
        return TenantControlPlane.builder(TenantWorld.NAMESPACE, name)
                .kubernetesVersion("1.36.3")
                .replicas(1)
                .loadBalancer()
                .dataStore("embedded");
    }

    private void awaitTold(ObjectRef tenant, String... words) {
        reported.await(
                tenant,
                "told " + List.of(words),
                report -> report.condition(ConditionType.READY)
                        .flatMap(condition -> condition.text("message"))
                        .filter(message -> List.of(words).stream().allMatch(message::contains))
                        .isPresent());
    }

    private void othersGoOn() {
        reported.await(list.put(tenant("blue").build()), "ready", TenantReport::ready);
    }

    @Test
    void put_pausedForThousandsOfYears_othersGoOnAndThePauseCanEnd() {
        var odd = list.put(tenant("odd")
                .annotation(Annotations.PAUSED, "9999-12-31T23:59:59Z")
                .build());
        reported.await(
                odd, "paused", report -> report.condition(ConditionType.PAUSED).isPresent());

        othersGoOn();
        list.put(tenant("odd").build());
        reported.await(odd, "ready", TenantReport::ready);
    }

    @Test
    void put_pausedWithSpaceAround_isPausedUntilThen() {
        var odd = list.put(tenant("odd")
                .annotation(Annotations.PAUSED, " 2020-01-01T00:00:00Z\n")
                .build());

        reported.await(odd, "ready", TenantReport::ready);
    }

    @Test
    void put_settingThatCannotBeRead_isRefusedInStatus() {
        var odd = list.put(tenant("odd").build().toBuilder()
                .annotation(Settings.SLEEP_SCHEDULE.key(), "by night")
                .build());

        reported.await(odd, "refused", TenantReport::refused);
        awaitTold(odd, Settings.SLEEP_SCHEDULE.key(), "by night");
        othersGoOn();
    }

    @Test
    void pass_endsInAnError_isToldAndTriedAgainAndOthersGoOn() {
        trap = () -> {
            throw new StackOverflowError("of someone's code");
        };
        var odd = list.put(tenant("odd").build());

        othersGoOn();
        awaitTold(odd, "StackOverflowError", "of someone's code");
        trap = () -> {};
        operator.wake(odd);
        reported.await(odd, "ready", TenantReport::ready);
    }
}

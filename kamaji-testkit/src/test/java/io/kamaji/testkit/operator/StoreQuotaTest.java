package io.kamaji.testkit.operator;

import static io.kamaji.testkit.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.setting.Settings;
import io.kamaji.api.value.StoreQuota;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.component.Consequence;
import io.kamaji.core.event.KamajiEvent;
import io.kamaji.core.event.TenantMeasured;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.operator.TenantReport;
import io.kamaji.core.status.ConditionType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A tenant fills its store, is told, is limited, deletes, and writes again; nobody asks for any of it. */
class StoreQuotaTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final ObjectRef POLICY =
            ObjectRef.of("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "kamaji-write-permissions");

    private final AtomicInteger measured = new AtomicInteger();
    private final Fleet fleet = new Fleet(1);
    private Operator operator = started();

    private Operator started() {
        return fleet.operator()
                .settings(settings -> settings.listener(this::note))
                .storeSweep(Duration.ofMillis(300))
                .start();
    }

    private void note(KamajiEvent event) {
        if (event instanceof TenantMeasured) {
            measured.incrementAndGet();
        }
    }

    @AfterEach
    void close() {
        operator.close();
        fleet.close();
    }

    private TenantControlPlane limited(String quota) {
        return fleet.tenant(0, "1.36.3").toBuilder()
                .setting(Settings.STORE_QUOTA, StoreQuota.parse(quota).orElseThrow())
                .build();
    }

    private void takes(long bytes) {
        fleet.store.takes("team-0/tenant", 10, bytes);
    }

    private static Predicate<TenantReport> within(String reason) {
        return report -> report.condition(ConditionType.WITHIN_STORE_QUOTA)
                .flatMap(condition -> condition.text("reason"))
                .equals(Optional.of(reason));
    }

    private TenantReport await(ObjectRef tenant, Predicate<TenantReport> condition) {
        until("told", SOON, () -> fleet.list.report(tenant).filter(condition).isPresent());
        return fleet.list.report(tenant).orElseThrow();
    }

    private static String message(TenantReport report) {
        return report.condition(ConditionType.WITHIN_STORE_QUOTA)
                .flatMap(condition -> condition.text("message"))
                .orElse("");
    }

    private Optional<String> refusal() {
        return fleet.apis.find(POLICY).stream()
                .flatMap(policy -> policy.array("spec", "validations").objects())
                .flatMap(validation -> validation.text("message").stream())
                .findFirst();
    }

    @Test
    void fill_delete_isToldLimitedAndThawedByItself() {
        takes(100);
        var blue = fleet.list.put(limited("{bytes: {soft: 1000, hard: 2000}}"));

        var roomy = await(blue, within("WithinQuota"));
        assertThat(message(roomy)).isEqualTo("100 bytes (soft limit 1000 bytes, hard limit 2.0Ki), 10 keys");

        takes(1500);
        var soft = await(blue, within("SoftQuotaReached"));
        assertThat(soft.phase()).isEqualTo("Ready");
        assertThat(message(soft)).contains("1000 bytes since ", "1.5Ki");
        assertThat(refusal()).isEmpty();

        takes(2000);
        var hard = await(blue, within("HardQuotaReached").and(TenantReport::ready));
        assertThat(hard.phase()).isEqualTo("WriteLimited");
        assertThat(refusal())
                .hasValueSatisfying(message -> assertThat(message)
                        .contains(
                                "limited write permissions",
                                "the quota of 2.0Ki in its store",
                                "deletions are let through"));

        takes(1700);
        var thawed = await(blue, within("SoftQuotaReached").and(TenantReport::ready));
        assertThat(thawed.phase()).isEqualTo("Ready");
        assertThat(refusal()).isEmpty();

        takes(10);
        await(blue, within("WithinQuota"));
    }

    @Test
    void limited_operatorStartsAnew_staysLimitedUntilItIsMeasuredOtherwise() {
        takes(3000);
        var blue = fleet.list.put(limited("{bytes: {hard: 2000}}"));
        await(blue, within("HardQuotaReached").and(TenantReport::ready));
        operator.close();
        fleet.store.measuringFails(true);
        fleet.admin.requests().reset();
        var written = fleet.apis.writes();

        operator = started();
        until(
                "passed over",
                SOON,
                () -> operator.stats().passes() > 0 && operator.stats().settled());

        assertThat(fleet.list.report(blue))
                .hasValueSatisfying(report -> assertThat(report.phase()).isEqualTo("WriteLimited"));
        assertThat(refusal()).isPresent();
        assertThat(fleet.admin.requests().writes()).as("a restart").isZero();
        assertThat(fleet.apis.writes()).isEqualTo(written);

        takes(10);
        fleet.store.measuringFails(false);
        await(blue, within("WithinQuota").and(TenantReport::ready));
        assertThat(refusal()).isEmpty();
    }

    @Test
    void limited_measuredAgainAndAgain_writesNothing() {
        takes(2000);
        var blue = fleet.list.put(limited("{bytes: {hard: 2000}}"));
        await(blue, within("HardQuotaReached").and(TenantReport::ready));
        until("settled", SOON, () -> operator.stats().settled());
        fleet.admin.requests().reset();
        var written = fleet.apis.writes();
        var before = fleet.list.report(blue).orElseThrow();

        for (int i = 0; i < 5; i++) {
            takes(1950 + 20 * i);
            var least = measured.get() + 3;
            until("measured", SOON, () -> measured.get() > least);
        }
        operator.wake(blue);
        until("passed over", SOON, () -> operator.stats().settled());

        assertThat(fleet.admin.requests().writes()).isZero();
        assertThat(fleet.apis.writes()).isEqualTo(written);
        assertThat(fleet.list.report(blue).orElseThrow().wire()).isEqualTo(before.wire());
    }

    @Test
    void raise_theQuota_thawsBeforeAnythingIsMeasured() {
        takes(3000);
        var blue = fleet.list.put(limited("{bytes: {hard: 2000}}"));
        await(blue, within("HardQuotaReached").and(TenantReport::ready));
        fleet.store.measuringFails(true);

        fleet.list.put(limited("{bytes: {hard: 1Mi}}"));

        await(blue, within("WithinQuota").and(TenantReport::ready));
        assertThat(refusal()).isEmpty();
    }

    @Test
    void plan_byAHostWithoutAnOperator_tellsTheLimitAfterMeasuring() {
        operator.close();
        takes(3000);
        var spec = limited("{bytes: {soft: 1000, hard: 2000}}");
        try (var kamaji = Kamaji.connect(
                AdminCluster.kubeconfig(fleet.admin.kubeconfig()), settings -> fleet.settings().toBuilder())) {
            var blue = kamaji.tenant(spec);
            blue.await(SOON, pass -> {});
            assertThat(blue.plan().warnings()).noneMatch(warning -> warning.contains("quota"));

            takes(1500);
            assertThat(blue.storeUsage()).isPresent();
            var soft = blue.plan();
            assertThat(soft.warnings())
                    .anySatisfy(warning -> assertThat(warning)
                            .contains("has reached its soft quota of 1000 bytes in its store, and takes 1.5Ki")
                            .doesNotContain("only delete"));
            assertThat(soft.consequences()).noneMatch(consequence -> consequence.kind() == Consequence.Kind.LIMIT);

            takes(3000);
            assertThat(blue.storeUsage()).isPresent();
            var plan = blue.plan();
            assertThat(plan.warnings())
                    .anySatisfy(warning -> assertThat(warning)
                            .contains("has reached its hard quota of 2.0Ki in its store", "its users may only delete"));
            assertThat(plan.consequences())
                    .filteredOn(consequence -> consequence.kind() == Consequence.Kind.LIMIT)
                    .extracting(Consequence::toString)
                    .anySatisfy(text -> assertThat(text).contains("refuses to the tenant's users: CREATE, UPDATE"));
        }
    }
}

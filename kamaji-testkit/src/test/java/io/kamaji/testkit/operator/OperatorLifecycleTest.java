package io.kamaji.testkit.operator;

import static io.kamaji.testkit.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.event.KamajiEvent;
import io.kamaji.core.event.ObjectWritten;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.migrate.MigrationOptions;
import io.kamaji.core.operator.Annotations;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.operator.TenantList;
import io.kamaji.core.operator.TenantReport;
import io.kamaji.core.status.ConditionType;
import io.kamaji.core.status.NextStep;
import io.kamaji.datastore.Drivers;
import io.kamaji.testkit.laws.Blue;
import io.kamaji.testkit.laws.TenantWorld;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What takes the loop several passes: moves, upgrades over several minors, windows, plans on request, forced deletions. */
class OperatorLifecycleTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final ObjectRef DEPLOYMENT = ResourceTypes.DEPLOYMENT.ref(TenantWorld.NAMESPACE, "blue");

    private final TenantWorld world =
            TenantWorld.builder().dataStores(Blue.ETCD, Blue.etcd("other")).start();
    private final MovableStore stores = new MovableStore(world.store());
    private final TenantList list = TenantList.of();
    private final Reported reported = new Reported(list, SOON);
    private final List<String> versions = new CopyOnWriteArrayList<>();
    private final Operator operator = Operator.builder(world.adminCluster())
            .settings(world.settings(
                    settings -> settings.drivers(Drivers.of(stores)).listener(this::note)))
            .tenants(list)
            .migration(MigrationOptions.builder().takeOver(Duration.ofMillis(1)).build())
            .start();

    @AfterEach
    void close() {
        operator.close();
        world.close();
    }

    private ObjectRef make(TenantControlPlane tenant) {
        var ref = list.put(tenant);
        reported.await(
                ref,
                "ready",
                report -> report.ready() && report.wire().observedGeneration().equals(generation(ref)));
        until("settled", SOON, () -> operator.stats().settled());
        return ref;
    }

    private Optional<Long> generation(ObjectRef ref) {
        return list.read(ref).flatMap(wish -> wish.tenant().metadata().generation());
    }

    /** Ready in datastore {@code other}. */
    private void awaitMoved(ObjectRef ref) {
        reported.await(ref, "moved", Reported.readyIn("other"));
    }

    private static Optional<String> message(TenantReport report, ConditionType type) {
        return report.condition(type).flatMap(condition -> condition.text("message"));
    }

    /** Notes which versions the Deployment is given. */
    private void note(KamajiEvent event) {
        if (event instanceof ObjectWritten written && written.object().equals(DEPLOYMENT)) {
            world.admin()
                    .get(DEPLOYMENT)
                    .flatMap(live -> live.array("spec", "template", "spec", "containers")
                            .objects()
                            .findFirst())
                    .flatMap(container -> container.text("image"))
                    .map(image -> image.substring(image.lastIndexOf(':') + 1))
                    .filter(version -> versions.isEmpty()
                            || !versions.get(versions.size() - 1).equals(version))
                    .ifPresent(versions::add);
        }
    }

    @Test
    void put_otherDataStore_movesTheContentAndTheTenant() {
        var ref = make(Blue.spec().build());
        stores.content("shared", "tenants_blue").add("registry/pods/default/web", "a pod");

        list.put(Blue.spec().dataStore("other").build());

        awaitMoved(ref);
        assertThat(stores.content("other", "tenants_blue").keys()).containsExactly("registry/pods/default/web");
    }

    @Test
    void put_otherDataStoreThatFails_tellsAndStaysOnTheOldOne() {
        var ref = make(Blue.spec().build());
        stores.broken(true);

        list.put(Blue.spec().dataStore("other").build());

        reported.await(
                ref,
                "not moved",
                report -> message(report, ConditionType.MIGRATED)
                        .filter(text -> text.contains("mend the store"))
                        .isPresent());
        var report = list.report(ref).orElseThrow();
        assertThat(report.wire().storage().flatMap(s -> s.dataStoreName())).contains("shared");
        assertThat(report.wire().observedGeneration()).contains(1L);

        list.put(Blue.spec().build());
        reported.await(
                ref,
                "as before",
                told -> told.ready() && told.condition(ConditionType.MIGRATED).isEmpty());
    }

    @Test
    void put_otherDataStoreWhoseDriverLacksALibrary_tellsAndTriesLater() {
        var ref = make(Blue.spec().build());
        stores.lacking(true);

        list.put(Blue.spec().dataStore("other").build());

        reported.await(
                ref,
                "not moved",
                report -> message(report, ConditionType.MIGRATED)
                        .filter(text -> text.contains("NoClassDefFoundError"))
                        .isPresent());
        stores.lacking(false);
        list.put(Blue.spec().build());
        reported.await(ref, "as before", TenantReport::ready);
    }

    @Test
    void delete_moved_leavesNothingInEitherStore() {
        var ref = make(Blue.spec().build());
        stores.content("shared", "tenants_blue").add("registry/pods/default/web", "a pod");
        list.put(Blue.spec().dataStore("other").build());
        awaitMoved(ref);

        list.delete(ref);

        until("gone", SOON, () -> list.tenants().isEmpty());
        assertThat(world.store().tenants()).isEmpty();
        assertThat(world.admin().objects().in(TenantWorld.NAMESPACE).refs())
                .noneMatch(left -> left.name().startsWith("blue"));
    }

    @Test
    void put_threeMinorsLater_goesThroughEach() {
        var ref = make(Blue.spec().kubernetesVersion("1.33.4").build());
        list.put(Blue.spec().kubernetesVersion("1.36.3").build());

        reported.await(
                ref,
                "at the end",
                report -> report.ready() && report.wire().observedGeneration().equals(Optional.of(2L)));
        assertThat(versions).containsExactly("v1.33.4", "v1.34.0", "v1.35.0", "v1.36.3");
    }

    @Test
    void put_olderMinor_isRefusedAndNothingIsWritten() {
        var ref = make(Blue.spec().kubernetesVersion("1.36.3").build());
        world.forget();

        list.put(Blue.spec().kubernetesVersion("1.35.4").build());

        reported.await(ref, "refused", TenantReport::refused);
        assertThat(message(list.report(ref).orElseThrow(), ConditionType.READY).orElseThrow())
                .contains("unable to downgrade a TenantControlPlane from 1.36.0 to 1.35.0");
        assertThat(world.admin().requests().writes()).isZero();
        make(Blue.spec().kubernetesVersion("1.36.3").build());
    }

    @Test
    void put_newerMinor_oldWorkers_isRefusedUntilTheyAreUpgraded() {
        var ref = make(Blue.spec().kubernetesVersion("1.35.4").build());
        var worker = ResourceTypes.NODE.ref("old-worker");
        world.tenant()
                .create(JsonObject.of(
                        "apiVersion", "v1", "kind", "Node", "metadata", JsonObject.of("name", worker.name())));
        world.tenant().setStatus(worker, JsonObject.of("nodeInfo", JsonObject.of("kubeletVersion", "v1.32.9")));
        world.forget();

        list.put(Blue.spec().kubernetesVersion("1.36.3").build());

        reported.await(ref, "refused", TenantReport::refused);
        assertThat(message(list.report(ref).orElseThrow(), ConditionType.READY).orElseThrow())
                .contains("old-worker v1.32.9");
        assertThat(world.admin().requests().writes()).isZero();

        world.tenant().setStatus(worker, JsonObject.of("nodeInfo", JsonObject.of("kubeletVersion", "v1.33.1")));
        operator.wake(ref);
        reported.await(
                ref,
                "upgraded",
                report -> report.ready() && report.wire().observedGeneration().equals(Optional.of(2L)));
    }

    @Test
    void put_planOnly_tellsThePlanOnceAndWritesNothing() {
        var ref = make(Blue.spec().kubernetesVersion("1.35.4").build());
        world.forget();

        list.put(Blue.spec()
                .kubernetesVersion("1.36.3")
                .annotation(Annotations.PLAN_ONLY, "first")
                .build());

        reported.await(
                ref,
                "planned",
                report -> report.condition(ConditionType.PLANNED).isPresent());
        var told = message(list.report(ref).orElseThrow(), ConditionType.PLANNED);
        assertThat(told.orElseThrow()).startsWith("plan first of generation 2:").contains("Deployment", "v1.36.3");
        var passes = operator.stats().passes();
        operator.wake(ref);
        until(
                "another pass",
                SOON,
                () -> operator.stats().passes() > passes && operator.stats().settled());
        assertThat(message(list.report(ref).orElseThrow(), ConditionType.PLANNED))
                .isEqualTo(told);
        assertThat(world.admin().requests().writes()).isZero();

        make(Blue.spec().kubernetesVersion("1.36.3").build());
        assertThat(list.report(ref).orElseThrow().condition(ConditionType.PLANNED))
                .isEmpty();
    }

    @Test
    void renewalDue_windowClosed_waitsForIt() {
        var ref = make(Blue.spec()
                .annotation(Annotations.MAINTENANCE_WINDOW, "Sun 02:00-04:00")
                .build());
        world.clock().advance(Duration.ofDays(300).plusHours(12)); // a Saturday at noon
        world.forget();

        operator.wake(ref);

        reported.await(
                ref,
                "waits",
                report -> message(report, ConditionType.MAINTENANCE_DUE)
                        .filter(text -> text.contains("Sun 02:00-04:00"))
                        .isPresent());
        assertThat(list.report(ref).orElseThrow().ready()).isTrue();
        assertThat(world.admin().requests().writes()).isZero();

        var toSunday = Duration.ofHours(15);
        world.clock().advance(toSunday);
        operator.wake(ref);
        until("renewed", SOON, () -> world.admin().requests().writes() > 0);
        reported.await(
                ref,
                "done",
                report -> report.ready()
                        && report.condition(ConditionType.MAINTENANCE_DUE).isEmpty());
    }

    @Test
    void renewalDue_windowClosedForLongerThanTheTenantIsAwake_isLookedAtWhenItFallsAsleep() {
        var ref = make(Blue.spec()
                .annotation(Annotations.MAINTENANCE_WINDOW, "Sun 02:00-04:00")
                .sleepSchedule("0 20 * * *; 0 0 * * *; UTC")
                .build());
        world.clock().advance(Duration.ofDays(300).plusHours(12)); // a Saturday at noon

        operator.wake(ref);

        reported.await(
                ref,
                "waits",
                report -> report.condition(ConditionType.MAINTENANCE_DUE).isPresent());
        assertThat(list.report(ref).orElseThrow().next())
                .isInstanceOfSatisfying(
                        NextStep.Retry.class, retry -> assertThat(retry.after()).isEqualTo(Duration.ofHours(8)));
    }

    @Test
    void put_severalMinorsAsleep_climbsOnlyOnceAwake() {
        var ref = make(Blue.spec().kubernetesVersion("1.33.4").build());
        list.put(Blue.spec().kubernetesVersion("1.33.4").replicas(0).build());
        reported.await(ref, "asleep", report -> report.phase().equals("Sleeping"));

        list.put(Blue.spec().kubernetesVersion("1.36.3").replicas(0).build());
        reported.await(
                ref,
                "told",
                report -> message(report, ConditionType.READY)
                        .filter(text -> text.contains("on the way to v1.36.3"))
                        .isPresent());
        until("settled", SOON, () -> operator.stats().settled());

        assertThat(version(list.report(ref).orElseThrow())).contains("v1.33.4");
        versions.clear();
        make(Blue.spec().kubernetesVersion("1.36.3").build());
        assertThat(versions).endsWith("v1.35.0", "v1.36.3").contains("v1.34.0");
    }

    private static Optional<String> version(TenantReport report) {
        return report.wire()
                .kubernetesResources()
                .flatMap(resources -> resources.version())
                .flatMap(version -> version.version());
    }

    @Test
    void put_sleepSchedule_sleepsAndWakesByTheClock() {
        var ref =
                list.put(Blue.spec().sleepSchedule("0 20 * * *; 0 7 * * *; UTC").build());
        reported.await(ref, "asleep at midnight", report -> report.phase().equals("Sleeping"));

        world.clock().advance(Duration.ofHours(8));
        operator.wake(ref);

        reported.await(ref, "awake in the morning", TenantReport::ready);
        assertThat(list.report(ref).orElseThrow().next()).asString().contains("sleep schedule");
    }

    @Test
    void put_pausedUntil_goesOnByItself() {
        var until = world.clock().instant().plus(Duration.ofSeconds(1));
        var ref = list.put(
                Blue.spec().annotation(Annotations.PAUSED, until.toString()).build());
        reported.await(
                ref,
                "paused",
                report -> message(report, ConditionType.PAUSED)
                        .filter(text -> text.contains(until.toString()))
                        .isPresent());
        assertThat(world.admin().get(DEPLOYMENT)).isEmpty();

        world.clock().advance(Duration.ofSeconds(2));

        reported.await(ref, "ready", TenantReport::ready);
    }

    @Test
    void delete_storeDown_tellsItIsOverdueAndForceLeavesTheData() {
        var ref = make(Blue.spec().build());
        world.store().down(true);
        list.delete(ref);
        reported.await(
                ref,
                "deleting",
                report -> message(report, ConditionType.DELETED)
                        .filter(text -> text.contains("is down"))
                        .isPresent());

        world.clock().advance(Duration.ofMinutes(10));
        operator.wake(ref);
        reported.await(
                ref,
                "overdue",
                report -> report.condition(ConditionType.DELETED)
                        .flatMap(condition -> condition.text("reason"))
                        .equals(Optional.of("Overdue")));
        assertThat(message(list.report(ref).orElseThrow(), ConditionType.DELETED)
                        .orElseThrow())
                .contains("data in the datastore", Annotations.DELETION_POLICY);

        list.put(Blue.spec().annotation(Annotations.DELETION_POLICY, "force").build());
        until("gone", SOON, () -> list.tenants().isEmpty());
        assertThat(world.admin().objects().in(TenantWorld.NAMESPACE).refs())
                .noneMatch(left -> left.name().startsWith("blue"));
        world.store().down(false);
        assertThat(world.store().tenants()).hasSize(1);
    }

    @Test
    void delete_orphan_leavesEverything() {
        var ref = make(
                Blue.spec().annotation(Annotations.DELETION_POLICY, "orphan").build());
        var before = world.admin().objects().in(TenantWorld.NAMESPACE).refs();

        list.delete(ref);

        until("gone", SOON, () -> list.tenants().isEmpty());
        assertThat(world.admin().objects().in(TenantWorld.NAMESPACE).refs()).isEqualTo(before);
        assertThat(world.store().tenants()).hasSize(1);
    }
}

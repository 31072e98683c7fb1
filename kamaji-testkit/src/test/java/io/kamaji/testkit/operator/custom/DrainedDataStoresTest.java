package io.kamaji.testkit.operator.custom;

import static io.kamaji.testkit.Eventually.until;
import static io.kamaji.testkit.operator.custom.Front.BLUE;
import static io.kamaji.testkit.operator.custom.Front.NAMESPACE;
import static io.kamaji.testkit.operator.custom.Front.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.ResourceTypes;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A DataStore that somebody marks to be drained: what it tells, and that it can be deleted in the end. */
class DrainedDataStoresTest {
    private static final ObjectRef ONE = ResourceTypes.DATA_STORE.ref("one");
    private static final ObjectRef TWO = ResourceTypes.DATA_STORE.ref("two");
    private static final ObjectRef GREEN = ResourceTypes.TENANT_CONTROL_PLANE.ref(NAMESPACE, "green");
    private static final String DRAIN = "{metadata: {labels: {platform.kamaji.io/drain: 'true'}}}";
    private static final String NO_DRAIN = "{metadata: {labels: {platform.kamaji.io/drain: null}}}";

    private final Front front = Front.start();

    @BeforeEach
    void one() {
        front.delete(ResourceTypes.DATA_STORE.ref("embedded"));
        front.awaitGone(ResourceTypes.DATA_STORE.ref("embedded"));
        store("one");
    }

    private void store(String name) {
        front.etcdSecret(name, Front.AUTHORITY);
        front.etcd(name);
        front.await(
                ResourceTypes.DATA_STORE.ref(name),
                "ready",
                status -> status.bool("ready").orElse(false));
    }

    @AfterEach
    void close() {
        front.close();
    }

    private static TenantControlPlane.Builder placed(String name) {
        return Front.blue().metadata(metadata -> metadata.name(name)).spec(spec -> spec.dataStore(Optional.empty()));
    }

    private static Predicate<JsonObject> drained(String value, String message) {
        return status -> Front.is(status, "Drained", value)
                && Front.condition(status, "Drained")
                        .text("message")
                        .filter(text -> text.contains(message))
                        .isPresent();
    }

    private static Predicate<JsonObject> isIn(String dataStore) {
        return status -> Front.is(status, "Ready", "True")
                && status.text("storage", "dataStoreName").equals(Optional.of(dataStore));
    }

    @Test
    void drain_placedTenants_leaveByThemselvesAndTheDataStoreCanBeDeleted() {
        front.make(placed("blue").build());
        front.make(placed("green").build());
        store("two");

        front.patch(ONE, DRAIN);

        front.await(BLUE, "moved", isIn("two"));
        front.await(GREEN, "moved", isIn("two"));
        front.await(ONE, "drained", drained("True", "no tenant is left: it can be deleted"));
        assertThat(front.world.store().tenants().keySet()).hasSize(2).allMatch(key -> key.startsWith("two/"));
        until("Events", SOON, () -> front.events(ONE).containsAll(List.of("Normal Draining", "Normal Drained")));
        until(
                "Events of the tenant",
                SOON,
                () -> front.recorded(BLUE).stream()
                                .map(event -> event.text("note").orElse(""))
                                .toList()
                                .containsAll(List.of("datastore one -> two"))
                        && front.recorded(BLUE).stream()
                                .anyMatch(event -> event.text("note")
                                        .orElse("")
                                        .contains("to datastore two, as datastore one drains")));

        front.delete(ONE);
        front.awaitGone(ONE);
        front.settle();
        assertThat(front.get(BLUE).object("status")).matches(isIn("two"));
    }

    @Test
    void drain_tenantThatNamesIt_isToldOnBothAndNothingIsWrittenTwice() {
        front.make(placed("green").dataStore("one").build());
        store("two");

        front.patch(ONE, DRAIN);

        front.await(
                GREEN,
                "told",
                status -> Front.condition(status, "Migrated").text("reason").equals(Optional.of("KeptBySpec")));
        front.operator.wake(ONE);
        front.await(
                ONE,
                "told",
                drained("False", "1 tenant is left: tenants/green: datastore one drains, and the spec or the class"));
        until("an Event", SOON, () -> front.events(GREEN).contains("Warning KeptBySpec"));
        front.settle();
        front.world.forget();
        var passes = front.operator.stats().passes();
        front.operator.wake(ONE);
        front.operator.wake(GREEN);
        until("looked at again", SOON, () -> front.operator.stats().passes() >= passes + 2);
        front.settle();
        assertThat(front.world.admin().requests().writes()).isZero();

        front.patch(GREEN, "{spec: {dataStore: two}}");
        front.await(GREEN, "moved", isIn("two"));
        front.await(ONE, "drained", drained("True", "no tenant is left"));
    }

    @Test
    void drain_onlyDataStore_goesOnOnceThereIsAnother() {
        front.make(placed("blue").build());

        front.patch(ONE, DRAIN);

        front.await(
                BLUE,
                "told",
                status -> Front.condition(status, "Migrated").text("reason").equals(Optional.of("NowhereToGo")));
        until("an Event", SOON, () -> front.events(BLUE).contains("Warning NowhereToGo"));

        store("two");
        front.await(BLUE, "moved", isIn("two"));
    }

    @Test
    void undrain_isToldNoMore() {
        front.make(placed("blue").build());
        front.patch(ONE, DRAIN);
        front.await(BLUE, "told", status -> !Front.condition(status, "Migrated").isEmpty());
        front.await(ONE, "told", status -> !Front.condition(status, "Drained").isEmpty());

        front.patch(ONE, NO_DRAIN);

        front.await(
                BLUE, "as before", status -> Front.condition(status, "Migrated").isEmpty());
        front.await(
                ONE, "as before", status -> Front.condition(status, "Drained").isEmpty());
        store("two");
        front.settle();
        assertThat(front.get(BLUE).object("status")).matches(isIn("one"));
    }

    /** Whoever is placed while one drains is placed elsewhere; whoever names it may. */
    @Test
    void drain_newTenant_isPlacedElsewhere() {
        store("two");
        front.patch(ONE, DRAIN);
        front.await(ONE, "drained", drained("True", "no tenant is left"));

        front.make(placed("blue").build());

        assertThat(front.get(BLUE).object("status")).matches(isIn("two"));
        assertThat(front.get(TWO).array("status", "usedBy").texts()).containsExactly("tenants/blue");
    }
}

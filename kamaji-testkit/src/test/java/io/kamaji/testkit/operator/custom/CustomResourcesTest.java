package io.kamaji.testkit.operator.custom;

import static io.kamaji.testkit.Eventually.until;
import static io.kamaji.testkit.operator.custom.Front.BLUE;
import static io.kamaji.testkit.operator.custom.Front.NAMESPACE;
import static io.kamaji.testkit.operator.custom.Front.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.DataStoreOverride;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.manifest.ResourceTypes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A TenantControlPlane that somebody applied: what its user sees of it. */
class CustomResourcesTest {
    private final Front front = Front.start();

    @AfterEach
    void close() {
        front.close();
    }

    @Test
    void create_tenant_becomesReadyAndSaysSo() {
        var created = front.kubectl.create(
                Front.blue().label("team", "payments").build().toCustomResource());

        front.await(BLUE, "Ready", status -> Front.is(status, "Ready", "True"));

        var live = front.get(BLUE);
        assertThat(live.get("spec")).isEqualTo(created.get("spec"));
        assertThat(live.texts("metadata", "labels")).containsOnlyKeys("team");
        assertThat(live.array("metadata", "finalizers").texts()).containsExactly("finalizer.kamaji.clastix.io");
        assertThat(live.number("metadata", "generation")).contains(1L);
        var status = live.object("status");
        assertThat(status.text("kubernetesResources", "version", "version")).contains("v1.36.3");
        assertThat(status.text("kubernetesResources", "version", "status")).contains("Ready");
        assertThat(status.text("controlPlaneEndpoint").orElseThrow()).endsWith(":6443");
        assertThat(status.text("kubeconfig", "admin", "secretName")).contains("blue-admin-kubeconfig");
        assertThat(status.text("storage", "dataStoreName")).contains("embedded");
        front.settle();
        assertThat(front.events(BLUE)).contains("Normal Ready").doesNotHaveDuplicates();
        assertThat(front.events(BLUE)).noneMatch(event -> event.startsWith("Warning"));
    }

    @Test
    void create_tenant_isKeptByItsFinalizerBeforeAnythingIsMade() {
        front.make(Front.blue().build());

        var writes = front.world.admin().requests().all().stream()
                .filter(request -> request.write() && request.path().contains("/namespaces/" + NAMESPACE + "/"))
                .map(request -> request.method() + " " + request.path().replaceFirst("[^?]*/(.+)[?].*", "$1"))
                .filter(text -> !text.equals("POST tenantcontrolplanes"))
                .toList();
        assertThat(writes.get(0)).isEqualTo("PATCH blue");
    }

    @Test
    void settled_tenant_isNotWrittenAgain() {
        front.make(Front.blue().build());
        front.world.forget();
        var passes = front.passes(BLUE);

        front.operator.wake(BLUE);

        until("another pass", SOON, () -> front.passes(BLUE) > passes);
        front.settle();
        assertThat(front.world.admin().requests().writes()).isZero();
    }

    @Test
    void restart_settledTenant_writesNothing() {
        front.make(Front.blue().build());
        front.operator.close();
        front.world.forget();
        var passes = front.passes(BLUE);

        front.operator = front.run();

        until(
                "a pass",
                SOON,
                () -> front.passes(BLUE) > passes && front.operator.stats().settled());
        assertThat(front.world.admin().requests().writes()).isZero();
    }

    @Test
    void wrongSpec_isToldAsConditionAndEventAndMends() {
        front.make(Front.blue().build());
        front.patch(BLUE, "{spec: {kubernetes: {version: v1.99.0}, networkProfile: {certSANs: [-x]}}}");

        front.await(BLUE, "refused", status -> Front.is(status, "Ready", "False"));

        var ready = Front.condition(front.get(BLUE).object("status"), "Ready");
        assertThat(ready.text("reason")).contains("InvalidSpec");
        assertThat(ready.text("message").orElseThrow())
                .contains(
                        "with a Kubernetes version greater than the supported one",
                        "altname is not a valid IP address");
        until("an Event", SOON, () -> front.events(BLUE).contains("Warning InvalidSpec"));
        assertThat(front.recorded(BLUE).stream()
                        .filter(event -> event.text("reason").equals(Optional.of("InvalidSpec")))
                        .flatMap(event -> event.text("note").stream()))
                .allMatch(note -> note.contains("altname is not a valid IP address"));

        front.patch(BLUE, "{spec: {kubernetes: {version: v1.36.3}, networkProfile: {certSANs: null}}}");

        front.await(BLUE, "Ready", status -> Front.is(status, "Ready", "True"));
    }

    @Test
    void sameRefusalAgain_isCountedByOneEvent() {
        front.make(Front.blue().build());
        for (int i = 0; i < 2; i++) {
            front.patch(BLUE, "{spec: {kubernetes: {version: nonsense}}}");
            front.await(BLUE, "refused", status -> Front.is(status, "Ready", "False"));
            front.patch(BLUE, "{spec: {kubernetes: {version: v1.36.3}}}");
            front.await(BLUE, "Ready", status -> Front.is(status, "Ready", "True"));
        }

        until(
                "the second Event",
                SOON,
                () -> front.recorded(BLUE).stream()
                        .filter(event -> event.text("reason").equals(Optional.of("InvalidSpec")))
                        .allMatch(event -> event.number("series", "count").equals(Optional.of(2L))));
    }

    @Test
    void scaleSubresource_putsToSleepAndWakes() {
        front.make(Front.blue().build());

        scale(0);
        front.await(BLUE, "asleep", status -> phase(status).equals("Sleeping"));
        assertThat(front.get(BLUE).text("status", "kubernetesResources", "deployment", "selector"))
                .contains("kamaji.clastix.io/name=blue");

        scale(1);
        front.await(
                BLUE,
                "awake",
                status -> phase(status).equals("Ready")
                        && status.number("kubernetesResources", "deployment", "replicas")
                                .equals(Optional.of(1L)));
        until("Events", SOON, () -> front.events(BLUE).contains("Normal Sleeping"));
    }

    private void scale(int replicas) {
        front.kubectl.patch(BLUE, PatchType.MERGE, JsonObject.of("spec", JsonObject.of("replicas", replicas)), "scale");
    }

    private static String phase(JsonObject status) {
        return status.text("kubernetesResources", "version", "status").orElse("");
    }

    @Test
    void delete_tenant_leavesNothingOfIt() {
        var before = front.world.admin().objects().in(NAMESPACE).refs();
        front.make(Front.blue().build());

        front.delete(BLUE);

        front.awaitGone(BLUE);
        assertThat(front.world.admin().objects().in(NAMESPACE).refs().stream()
                        .filter(ref -> !ref.kind().equals("Event")))
                .containsExactlyInAnyOrderElementsOf(before);
        assertThat(front.events(BLUE)).contains("Normal Deleting", "Normal Deleted");
    }

    @Test
    void delete_tenantOfTheGoOperator_takesAllItsFinalizersAway() {
        front.make(Front.blue().build());
        front.patch(BLUE, "{metadata: {finalizers: [finalizer.kamaji.clastix.io, finalizer.kamaji.clastix.io/soot]}}");

        front.delete(BLUE);

        front.awaitGone(BLUE);
    }

    @Test
    void delete_foreignFinalizer_staysAndIsNotTakenAway() {
        front.make(Front.blue().build());
        front.patch(BLUE, "{metadata: {finalizers: [finalizer.kamaji.clastix.io, example.org/mine]}}");

        front.delete(BLUE);

        until(
                "released",
                SOON,
                () -> front.get(BLUE).array("metadata", "finalizers").texts().equals(List.of("example.org/mine")));
    }

    /** As a namespace that is deleted does it: everything at once, the Secrets before the tenant is even looked at. */
    @Test
    void delete_withItsSecretsFirst_stillEmptiesTheStore() {
        front.etcdSecret("shared", Front.AUTHORITY);
        front.etcd("shared");
        front.make(Front.blue().dataStore("shared").build());
        assertThat(front.world.store().tenants()).hasSize(1);
        front.operator.close();

        front.names(ResourceTypes.SECRET).stream()
                .filter(name -> name.startsWith("blue-"))
                .forEach(name -> front.delete(ResourceTypes.SECRET.ref(NAMESPACE, name)));
        front.delete(ResourceTypes.DEPLOYMENT.ref(NAMESPACE, "blue"));
        front.delete(BLUE);
        assertThat(front.names(ResourceTypes.SECRET)).contains("blue-datastore-config");
        front.operator = front.run();

        front.awaitGone(BLUE);
        assertThat(front.world.store().tenants()).isEmpty();
        assertThat(front.names(ResourceTypes.SECRET)).noneMatch(name -> name.startsWith("blue-"));
    }

    @Test
    void create_overrideOfAnotherDriver_isRefusedAsTheReferenceSaysIt() {
        front.kubectl.create(Front.blue()
                .spec(spec -> spec.dataStoreOverrides(List.of(DataStoreOverride.builder()
                        .resource("/events")
                        .dataStore("embedded")
                        .build())))
                .build()
                .toCustomResource());

        front.await(
                BLUE,
                "refused",
                status -> Front.condition(status, "Ready")
                        .text("message")
                        .filter(message -> message.contains("DataStoreOverrides can only use ETCD driver"))
                        .isPresent());
    }

    /** A definition that somebody else installed may know fewer members of the status. */
    @Test
    void tell_membersThatTheDefinitionDrops_areWrittenOnce() {
        var older = front.get(ResourceTypes.CUSTOM_RESOURCE_DEFINITION.ref("tenantcontrolplanes.kamaji.clastix.io"))
                .update(
                        "spec",
                        spec -> spec.with(
                                "versions",
                                spec.array("versions")
                                        .map(version -> version.asObject()
                                                .orElseThrow()
                                                .withAt(
                                                        List.of(
                                                                "schema",
                                                                "openAPIV3Schema",
                                                                "properties",
                                                                "status",
                                                                "properties",
                                                                "conditions"),
                                                        null))));
        front.kubectl.replace(older);
        front.kubectl.create(Front.blue().build().toCustomResource());
        front.await(BLUE, "Ready", status -> phase(status).equals("Ready"));
        front.settle();
        front.world.forget();
        var passes = front.passes(BLUE);

        front.operator.wake(BLUE);

        until("another pass", SOON, () -> front.passes(BLUE) > passes);
        front.settle();
        assertThat(front.get(BLUE).object("status").has("conditions")).isFalse();
        assertThat(front.world.admin().requests().writes()).isZero();
    }
}

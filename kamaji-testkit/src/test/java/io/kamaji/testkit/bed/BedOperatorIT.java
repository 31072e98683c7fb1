package io.kamaji.testkit.bed;

import static io.kamaji.testkit.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.operator.custom.CustomResourceFront;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The operator over custom resources of a real admin cluster: what a user applies there, on each kind of datastore. */
@Tag("alone")
class BedOperatorIT {
    private static final String NAMESPACE = "bed-operator-it";
    private static final Duration LONG = Duration.ofMinutes(6);
    private static final Duration SHUTDOWN_DELAY = Duration.ofSeconds(10);
    private static final Map<String, String> SERVERS = Map.of(
            "etcd", "etcd-bronze",
            "PostgreSQL", "postgresql-bronze",
            "MySQL", "mysql-bronze",
            "NATS", "nats-bronze");

    private final Bed bed = Bed.require();
    private ClusterClient kubectl;
    private Operator operator;

    @BeforeEach
    void start() {
        // a user of its own, whose requests are not counted
        kubectl = AdminCluster.kubeconfig(bed.kubeconfig().resolveSibling("admin.conf"))
                .connect();
        Bed.namespace(kubectl, NAMESPACE);
        operator = CustomResourceFront.builder()
                .namespaces(List.of(NAMESPACE))
                .clusterKinds(true)
                .installDefinitions(true)
                .build()
                .on(Operator.builder(bed.admin()))
                .start();
        until("the definitions", LONG, () -> operator.stats().leading() && isServed());
        clear(); // what a killed run left
        SERVERS.forEach((driver, server) -> kubectl.create(store(driver, server).toCustomResource()));
    }

    @AfterEach
    void end() {
        clear();
        operator.close();
        kubectl.close();
    }

    private boolean isServed() {
        return kubectl.get(ResourceTypes.CUSTOM_RESOURCE_DEFINITION.ref("datastores.kamaji.clastix.io"))
                .isPresent();
    }

    private void clear() {
        tenants().forEach(tenant -> kubectl.delete(tenant, Preconditions.NONE));
        until("no tenant left", LONG, () -> tenants().isEmpty());
        SERVERS.keySet().forEach(driver -> kubectl.delete(named(driver), Preconditions.NONE));
        until(
                "no datastore left",
                LONG,
                () -> SERVERS.keySet().stream()
                        .allMatch(driver -> kubectl.get(named(driver)).isEmpty()));
    }

    private List<ObjectRef> tenants() {
        return kubectl
                .list(new ListRequest(ResourceTypes.TENANT_CONTROL_PLANE, Optional.of(NAMESPACE), "", true))
                .items()
                .stream()
                .map(item -> tenant(item.text("metadata", "name").orElseThrow()))
                .toList();
    }

    private static ObjectRef tenant(String name) {
        return ResourceTypes.TENANT_CONTROL_PLANE.ref(NAMESPACE, name);
    }

    private static ObjectRef named(String driver) {
        return ResourceTypes.DATA_STORE.ref("operator-it-" + driver.toLowerCase(Locale.ROOT));
    }

    private DataStore store(String driver, String server) {
        var store = driver.equals("etcd") ? bed.etcd(server) : bed.withPassword(driver, server);
        return store.toBuilder()
                .metadata(metadata -> metadata.name(named(driver).name()))
                .build();
    }

    private void make(String name, String driver, String version) {
        kubectl.create(TenantControlPlane.builder(NAMESPACE, name)
                .kubernetesVersion(version)
                .loadBalancer()
                .replicas(1)
                .dataStore(named(driver).name())
                .build()
                .toCustomResource());
    }

    private void await(ObjectRef ref, String what, Predicate<JsonObject> status) {
        until(
                ref + " " + what,
                LONG,
                () -> kubectl.get(ref)
                        .map(live -> live.object("status"))
                        .filter(status)
                        .isPresent());
    }

    private static boolean isReady(JsonObject status) {
        return status.array("conditions")
                .objects()
                .anyMatch(condition -> condition.text("type").equals(Optional.of("Ready"))
                        && condition.text("status").equals(Optional.of("True")));
    }

    private static Predicate<JsonObject> is(String value, String... path) {
        return status -> status.text(path).equals(Optional.of(value));
    }

    private void patch(String name, String yaml, String subresource) {
        kubectl.patch(tenant(name), PatchType.MERGE, JsonObject.parse(yaml), subresource);
    }

    @Test
    void tenants_onEachDatastore_becomeReadyAndGoThroughTheirLives() {
        SERVERS.keySet()
                .forEach(driver -> await(
                        named(driver), "ready", status -> status.bool("ready").orElse(false)));
        SERVERS.keySet().forEach(driver -> {
            var began = Instant.now();
            make(driver.toLowerCase(Locale.ROOT), driver, driver.equals("etcd") ? "1.35.4" : "1.36.3");
            await(tenant(driver.toLowerCase(Locale.ROOT)), "ready", BedOperatorIT::isReady);
            told("create on " + driver, began);
        });
        assertThat(kubectl.get(named("etcd"))
                        .orElseThrow()
                        .array("status", "usedBy")
                        .texts())
                .containsExactly(NAMESPACE + "/etcd");
        assertThat(Bed.revisions(kubectl, NAMESPACE, "etcd")).isEqualTo(1);

        sleepsAndWakes();
        upgrades();
        moves();

        gone("delete all four", tenants());
        assertThat(kubectl.list(ListRequest.of(ResourceTypes.SECRET, NAMESPACE, "kamaji.clastix.io/project=kamaji"))
                        .items())
                .isEmpty();
    }

    private void sleepsAndWakes() {
        var began = Instant.now();
        patch("etcd", "{spec: {replicas: 0}}", "scale");
        await(tenant("etcd"), "asleep", is("Sleeping", "kubernetesResources", "version", "status"));
        told("sleep", began);
        began = Instant.now();
        patch("etcd", "{spec: {replicas: 1}}", "scale");
        await(tenant("etcd"), "awake", BedOperatorIT::isReady);
        told("wake", began);
    }

    private void upgrades() {
        var began = Instant.now();
        patch("etcd", "{spec: {kubernetes: {version: v1.36.3}}}", "");
        await(
                tenant("etcd"),
                "upgraded",
                is("v1.36.3", "kubernetesResources", "version", "version").and(BedOperatorIT::isReady));
        told("upgrade 1.35.4 to 1.36.3", began);
    }

    private void moves() {
        var began = Instant.now();
        patch("etcd", "{spec: {dataStore: " + named("PostgreSQL").name() + "}}", "");
        await(
                tenant("etcd"),
                "moved",
                is(named("PostgreSQL").name(), "storage", "dataStoreName").and(BedOperatorIT::isReady));
        told("move from etcd to PostgreSQL", began);
    }

    @Test
    void eightTenants_atOnce_areAllReady() {
        var began = Instant.now();
        var names = IntStream.rangeClosed(1, 8).mapToObj(i -> "t" + i).toList();
        names.forEach(name -> make(name, "etcd", "1.36.3"));

        names.forEach(name -> await(tenant(name), "ready", BedOperatorIT::isReady));

        told("8 at once", began);
        var revisions = new ArrayList<Integer>();
        names.forEach(name -> revisions.add(Bed.revisions(kubectl, NAMESPACE, name)));
        assertThat(revisions).containsOnly(1);
    }

    /** Less than the delay alone with which its API server shuts down elsewhere. */
    @Test
    void tenants_deleted_areGoneWithoutDraining() {
        make("alone", "etcd", "1.36.3");
        SERVERS.keySet().forEach(driver -> make(driver.toLowerCase(Locale.ROOT), driver, "1.36.3"));
        tenants().forEach(tenant -> await(tenant, "ready", BedOperatorIT::isReady));

        assertThat(gone("delete one", List.of(tenant("alone")))).isLessThan(SHUTDOWN_DELAY);
        assertThat(gone("delete four at once", tenants())).isLessThan(SHUTDOWN_DELAY);
    }

    private Duration gone(String what, List<ObjectRef> which) {
        var began = Instant.now();
        which.forEach(tenant -> kubectl.delete(tenant, Preconditions.NONE));
        until("gone", LONG, () -> tenants().stream().noneMatch(which::contains));
        var took = Duration.between(began, Instant.now());
        told(what, began, took);
        return took;
    }

    private void told(String what, Instant began) {
        told(what, began, Duration.between(began, Instant.now()));
    }

    private void told(String what, Instant began, Duration took) {
        var requests = bed.audited("kamaji-sdk", NAMESPACE, began);
        System.out.printf(
                "%s: %.1f s, %d requests, %d writes%n",
                what, took.toMillis() / 1e3, requests.size(), Bed.writes(requests));
    }
}

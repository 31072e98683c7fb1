package io.kamaji.testkit.operator.custom;

import static io.kamaji.testkit.Eventually.until;

import io.kamaji.api.CustomResourceDefinitions;
import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.datastore.ContentRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.event.KamajiEvent;
import io.kamaji.core.event.TenantPassed;
import io.kamaji.core.manifest.Manifests;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.operator.custom.CustomResourceFront;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.datastore.Drivers;
import io.kamaji.datastore.sqlite.SqliteDriver;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.CertificateTree;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.laws.TenantWorld;
import io.kamaji.testkit.operator.MovableStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A simulated admin cluster with the custom resources, an operator over them, and what a user does with kubectl. */
final class Front implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(30);
    static final String NAMESPACE = TenantWorld.NAMESPACE;
    static final ObjectRef BLUE = ResourceTypes.TENANT_CONTROL_PLANE.ref(NAMESPACE, "blue");
    static final KeyedCertificate AUTHORITY = CertificateTree.of(List.of(CertificateSpec.authority("ca", "etcd")))
            .reconcile(Map.of(), Issuance.of(TenantWorld.START, new SecureRandom()))
            .certificates()
            .get("ca");

    final TenantWorld world;
    final MovableStore stores;
    final ClusterClient kubectl;
    final CustomResourceFront front =
            CustomResourceFront.builder().identity("test").build();
    final Queue<KamajiEvent> told = new ConcurrentLinkedQueue<>();
    Operator operator;

    private Front(TenantWorld world) {
        this.world = world;
        stores = new MovableStore(world.store());
        kubectl = world.adminCluster().connect();
        operator = run();
    }

    /** With the definitions and SQLite datastore {@code embedded}. */
    static Front start() {
        return start(simulator -> simulator);
    }

    static Front start(UnaryOperator<ApiServerSimulator.Builder> admin) {
        var world = TenantWorld.builder().admin(admin).start();
        CustomResourceDefinitions.all().forEach(world.admin()::create);
        world.admin().create(DataStore.sqlite("embedded").build().toCustomResource());
        return new Front(world);
    }

    /** Over what a world has already. */
    static Front over(TenantWorld world) {
        return new Front(world);
    }

    Operator run() {
        return front.on(Operator.builder(world.adminCluster())
                        .settings(world.settings(settings -> settings.drivers(Drivers.of(stores, new SqliteDriver()))
                                .dataStores(DataStoreSource.customResources())
                                .listener(told::add))))
                .start();
    }

    static TenantControlPlane.Builder blue() {
        return TenantControlPlane.builder(NAMESPACE, "blue")
                .kubernetesVersion("1.36.3")
                .replicas(1)
                .loadBalancer()
                .dataStore("embedded");
    }

    JsonObject make(TenantControlPlane tenant) {
        kubectl.create(tenant.toCustomResource());
        var ref = ResourceTypes.TENANT_CONTROL_PLANE.ref(
                NAMESPACE, tenant.metadata().name().orElseThrow());
        await(ref, "Ready", status -> is(status, "Ready", "True"));
        settle();
        return get(ref);
    }

    /** An etcd datastore whose credentials are in Secrets of a namespace of its own. */
    void etcd(String name) {
        var certificate = ContentRef.secret(NAMESPACE, name + "-etcd", "tls.crt");
        var key = ContentRef.secret(NAMESPACE, name + "-etcd", "tls.key");
        kubectl.create(DataStore.etcd(name, "etcd-0.etcd.svc:2379")
                .certificateAuthority(certificate, key)
                .clientCertificate(certificate, key)
                .build()
                .toCustomResource());
    }

    void etcdSecret(String name, KeyedCertificate pair) {
        var secret = Manifests.secret(NAMESPACE, name + "-etcd")
                .data("tls.crt", pair.certificatePem())
                .data("tls.key", pair.keyPem())
                .build();
        var live = kubectl.get(ObjectRef.of(secret));
        if (live.isEmpty()) {
            kubectl.create(secret);
        } else {
            kubectl.replace(live.get().with("data", secret.get("data")));
        }
    }

    JsonObject get(ObjectRef ref) {
        return world.admin().get(ref).orElseThrow();
    }

    void await(ObjectRef ref, String what, Predicate<JsonObject> status) {
        until(
                ref + " " + what,
                SOON,
                () -> world.admin()
                        .get(ref)
                        .map(live -> live.object("status"))
                        .filter(status)
                        .isPresent());
    }

    void awaitGone(ObjectRef ref) {
        until(ref + " gone", SOON, () -> world.admin().get(ref).isEmpty());
    }

    void settle() {
        until("settled", SOON, () -> operator.stats().settled());
    }

    void patch(ObjectRef ref, String yaml) {
        kubectl.patch(ref, PatchType.MERGE, JsonObject.parse(yaml), "");
    }

    void delete(ObjectRef ref) {
        kubectl.delete(ref, Preconditions.NONE);
    }

    /** {@code Normal Ready}, sorted. */
    List<String> events(ObjectRef about) {
        return recorded(about).stream()
                .map(event -> event.text("type").orElse("") + " "
                        + event.text("reason").orElse(""))
                .sorted()
                .toList();
    }

    List<JsonObject> recorded(ObjectRef about) {
        return world.admin().objects().ofKind("Event").objects().stream()
                .filter(event -> event.text("regarding", "name").equals(Optional.of(about.name()))
                        && event.text("regarding", "kind").equals(Optional.of(about.kind())))
                .toList();
    }

    long passes(ObjectRef tenant) {
        return told.stream()
                .filter(event -> event instanceof TenantPassed && event.tenant().equals(tenant))
                .count();
    }

    List<String> names(ResourceType type) {
        return kubectl.list(new ListRequest(type, Optional.of(NAMESPACE), "", true)).items().stream()
                .flatMap(item -> item.text("metadata", "name").stream())
                .sorted()
                .toList();
    }

    static boolean is(JsonObject status, String condition, String value) {
        return condition(status, condition).text("status").equals(Optional.of(value));
    }

    static JsonObject condition(JsonObject status, String type) {
        return status.array("conditions")
                .objects()
                .filter(condition -> condition.text("type").equals(Optional.of(type)))
                .findFirst()
                .orElse(JsonObject.EMPTY);
    }

    @Override
    public void close() {
        operator.close();
        kubectl.close();
        world.close();
    }
}

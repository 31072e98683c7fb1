package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.datastore.ContentRef;
import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.reconcile.DataStoreSource;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.reconcile.TenantReconciler;
import io.kamaji.datastore.Drivers;
import io.kamaji.datastore.etcd.EtcdDriver;
import io.kamaji.datastore.sqlite.SqliteDriver;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.CertificateTree;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.simulator.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** An admin cluster, a tenant's cluster and two datastores in this JVM, and what tests of laws ask of them. */
final class World implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    static final String NAMESPACE = "tenants";
    static final KeyedCertificate AUTHORITY = authority();
    static final DataStore ETCD = etcd("shared");
    static final DataStore SQLITE = DataStore.sqlite("embedded").build();

    final ApiServerSimulator admin;
    Instant tenantNow = NOW;
    final ApiServerSimulator tenant = ApiServerSimulator.builder()
            .clock(new MovingClock())
            .addressBase(40)
            .start();
    final MemoryStore store = new MemoryStore(new EtcdDriver());
    Instant now = NOW;
    /** Of each request to either cluster. */
    Duration requestTimeout = AdminCluster.REQUEST_TIMEOUT;

    private final Map<String, Set<String>> credentials = new TreeMap<>();

    World() {
        this(simulator -> simulator);
    }

    World(UnaryOperator<ApiServerSimulator.Builder> change) {
        admin = change.apply(ApiServerSimulator.builder()
                        .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                        .namespaces(NAMESPACE)
                        .addressBase(20) // worlds are held against each other, and nothing listens there
                        .deploymentsBecomeAvailable(Duration.ZERO))
                .start();
    }

    static TenantControlPlane.Builder blue() {
        return TenantControlPlane.builder(NAMESPACE, "blue")
                .kubernetesVersion("1.36.3")
                .loadBalancer()
                .serviceCidr("10.96.0.0/16")
                .podCidr("10.244.0.0/16")
                .dataStore("shared")
                .spec(spec -> spec.dataStoreSchema("tenants_blue").dataStoreUsername("tenants_blue"));
    }

    private final class MovingClock extends Clock {
        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return tenantNow;
        }
    }

    /** As a new process would connect. */
    Kamaji connect() {
        return connect(settings -> settings);
    }

    Kamaji connect(UnaryOperator<ReconcilerSettings.Builder> change) {
        return connect(adminCluster(), change);
    }

    AdminCluster adminCluster() {
        return AdminCluster.kubeconfig(admin.kubeconfig()).requestTimeout(requestTimeout);
    }

    Kamaji connect(AdminCluster cluster, UnaryOperator<ReconcilerSettings.Builder> change) {
        return Kamaji.connect(cluster, settings -> change.apply(settings(settings)));
    }

    ReconcilerSettings settings(UnaryOperator<ReconcilerSettings.Builder> change) {
        return change.apply(settings(ReconcilerSettings.builder())).build();
    }

    private ReconcilerSettings.Builder settings(ReconcilerSettings.Builder settings) {
        return settings.drivers(Drivers.of(store, new SqliteDriver()))
                .dataStores(DataStoreSource.of(ETCD, SQLITE))
                .clock(() -> now)
                .access((superAdmin, endpoints) -> AdminCluster.kubeconfig(tenant.kubeconfig())
                        .requestTimeout(requestTimeout)
                        .connect());
    }

    /** Passes from ever new processes until one says done; credentials are noted after each. */
    List<Pass> converge(TenantControlPlane spec) {
        return converge(spec, settings -> settings);
    }

    List<Pass> converge(TenantControlPlane spec, UnaryOperator<ReconcilerSettings.Builder> change) {
        var passes = new ArrayList<Pass>();
        while (passes.isEmpty() || !passes.get(passes.size() - 1).result().isDone()) {
            try (var kamaji = connect(change)) {
                passes.add(kamaji.reconcile(spec));
            } finally {
                note();
            }
            assertThat(passes).as("passes").hasSizeLessThan(20);
        }
        return passes;
    }

    /** Deletes pass by pass, each from a new process. */
    void passesToNothing(TenantControlPlane spec) {
        passesToNothing(spec, settings -> settings);
    }

    void passesToNothing(TenantControlPlane spec, UnaryOperator<ReconcilerSettings.Builder> change) {
        for (int i = 0; i < 20; i++) {
            try (var client = adminCluster().connect()) {
                if (TenantReconciler.create(settings(change))
                        .delete(spec, client)
                        .isDone()) {
                    return;
                }
            }
        }
        throw new AssertionError("not deleted after 20 passes");
    }

    private synchronized void note() {
        admin.objects()
                .ofKind("Secret")
                .objects()
                .forEach(secret -> secret.texts("data")
                        .forEach((key, value) -> credentials
                                .computeIfAbsent(
                                        secret.text("metadata", "name").orElseThrow() + "/" + key,
                                        unused -> new LinkedHashSet<>())
                                .add(value)));
    }

    /** Secret values that were replaced after they had been stored, by {@code secret/key}. */
    Set<String> replaced() {
        var replaced = new LinkedHashSet<String>();
        credentials.forEach((key, values) -> {
            if (values.size() > 1) {
                replaced.add(key);
            }
        });
        return replaced;
    }

    /** How often any one value was replaced at most. */
    int mostReplacements() {
        return credentials.values().stream().mapToInt(Set::size).max().orElse(1) - 1;
    }

    void forget() {
        credentials.clear();
        note();
        admin.requests().reset();
        tenant.requests().reset();
    }

    JsonObject get(String apiVersion, String kind, String name) {
        return admin.get(ObjectRef.of(apiVersion, kind, NAMESPACE, name)).orElseThrow();
    }

    JsonObject deployment() {
        return get("apps/v1", "Deployment", "blue");
    }

    JsonObject secret(String suffix) {
        return get("v1", "Secret", "blue-" + suffix);
    }

    static String decoded(JsonObject secret, String key) {
        return new String(Base64.getDecoder().decode(secret.text("data", key).orElseThrow()), StandardCharsets.UTF_8);
    }

    /** All objects of both clusters as they are, modulo key material, versions and times. */
    Map<String, JsonValue> objects() {
        var all = new LinkedHashMap<String, JsonValue>();
        admin.objects().in(NAMESPACE).normalised().forEach((ref, object) -> all.put("admin " + ref, plain(object)));
        tenant.objects().normalised().forEach((ref, object) -> all.put("tenant " + ref, plain(object)));
        return all;
    }

    private static JsonValue plain(JsonObject object) {
        var isSecret = object.text("kind").equals(java.util.Optional.of("Secret"));
        var bare = isSecret
                ? object.update("data", data -> {
                    var hidden = data;
                    for (var key : data.members().keySet()) {
                        hidden = hidden.with(key, key.equals("DB_SCHEMA") ? data.get(key) : "<credential>");
                    }
                    return hidden;
                })
                : object;
        return withoutSums("", bare);
    }

    private static JsonValue withoutSums(String name, JsonValue value) {
        if (value instanceof JsonObject object) {
            var members = new TreeMap<String, JsonValue>();
            object.members().forEach((member, inner) -> members.put(member, withoutSums(member, inner)));
            return new JsonObject(members);
        } else if (value instanceof JsonArray array) {
            return array.map(item -> withoutSums("", item));
        }
        if (name.equals("kubeconfig")) { // cluster-info's, which carries the CA
            return JsonValue.of(
                    value.asText().orElseThrow().replaceAll("(certificate-authority-data:) \\S+", "$1 <CA>"));
        }
        return name.contains("checksum") || name.equals("kamaji.clastix.io/datastore-owner")
                ? JsonValue.of("<sum>")
                : value;
    }

    /** Checks that the pod template names the sum of each Secret that it mounts as it is stored. */
    void assertChecksumsAreTrue() {
        var sums = deployment().texts("spec", "template", "metadata", "annotations");
        var checked = new ArrayList<String>();
        sums.forEach((key, sum) -> {
            if (key.startsWith("checksum.kamaji.clastix.io/")) {
                var name = "blue-" + key.substring(key.indexOf('/') + 1);
                var stored = admin.objects()
                        .in(NAMESPACE)
                        .where(object -> object.text("metadata", "name")
                                .filter(name::equals)
                                .isPresent())
                        .objects()
                        .get(0);
                assertThat(sum)
                        .as(key)
                        .isEqualTo(stored.texts("metadata", "annotations").get("kamaji.clastix.io/checksum"));
                checked.add(key);
            }
        });
        assertThat(checked).hasSizeGreaterThan(5);
    }

    Snapshot ours() {
        return admin.objects().in(NAMESPACE);
    }

    static KeyedCertificate authority() {
        var issued = CertificateTree.of(List.of(CertificateSpec.authority("ca", "a CA")))
                .reconcile(Map.of(), Issuance.of(NOW.minus(Duration.ofDays(1100)), new SecureRandom()));
        return issued.certificates().get("ca");
    }

    static DataStore etcd(String name) {
        return etcd(name, AUTHORITY);
    }

    static DataStore etcd(String name, KeyedCertificate authority) {
        return DataStore.etcd(name, "etcd-0.etcd.svc:2379")
                .certificateAuthority(inline(authority.certificatePem()), inline(authority.keyPem()))
                .clientCertificate(inline(authority.certificatePem()), inline(authority.keyPem()))
                .build();
    }

    static String resource(String name) {
        try (var in = World.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ContentRef inline(String pem) {
        return ContentRef.builder()
                .content(Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    @Override
    public void close() {
        admin.close();
        tenant.close();
    }
}

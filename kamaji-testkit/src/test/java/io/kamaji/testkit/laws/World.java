package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.datastore.ContentRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.reconcile.TenantReconciler;
import io.kamaji.core.status.NextStep;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.datastore.Drivers;
import io.kamaji.datastore.etcd.EtcdDriver;
import io.kamaji.datastore.sqlite.SqliteDriver;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.CertificateTree;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.SeededRandom;
import io.kamaji.testkit.simulator.Snapshot;
import io.kubernetes.client.util.Config;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import okhttp3.Interceptor;

/** An admin cluster, a tenant's cluster and two datastores in this JVM, and what tests of laws ask of them. */
final class World implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    static final String NAMESPACE = "tenants";
    static final KeyedCertificate AUTHORITY = ReferencePki.certificate(ReferencePki.STORE);
    static final DataStore ETCD = etcd("shared");
    static final DataStore SQLITE = DataStore.sqlite("embedded").build();

    final ApiServerSimulator admin;
    Instant tenantNow = NOW;
    final ApiServerSimulator tenant;
    final MemoryStore store;
    Instant now = NOW;

    private final Map<String, Set<String>> credentials = new TreeMap<>();
    private final Map<ApiServerSimulator, Interceptor> impatience = new ConcurrentHashMap<>();
    private final AtomicInteger processes;

    World() {
        this(simulator -> simulator);
    }

    World(UnaryOperator<ApiServerSimulator.Builder> change) {
        this(Moment.NOTHING, change);
    }

    /** Goes on from a moment of another world. */
    World(Moment moment) {
        this(moment, simulator -> simulator);
    }

    private World(Moment moment, UnaryOperator<ApiServerSimulator.Builder> change) {
        admin = change.apply(ApiServerSimulator.builder()
                        .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                        .namespaces(NAMESPACE)
                        .addressBase(20) // worlds are held against each other, and nothing listens there
                        .deploymentsBecomeAvailable(Duration.ZERO))
                .from(moment.admin())
                .start();
        tenant = ApiServerSimulator.builder()
                .clock(new MovingClock())
                .addressBase(40)
                .from(moment.tenant())
                .start();
        store = new MemoryStore(new EtcdDriver()).from(moment.stored());
        processes = new AtomicInteger(moment.processes());
        moment.credentials().forEach((key, values) -> credentials.put(key, new LinkedHashSet<>(values)));
        note();
    }

    /** All that the next pass can find. */
    synchronized Moment moment() {
        var noted = new TreeMap<String, Set<String>>();
        credentials.forEach((key, values) -> noted.put(key, Set.copyOf(values)));
        return new Moment(admin.objects(), tenant.objects(), store.tenants(), noted, processes.get());
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
        return cluster(admin);
    }

    private AdminCluster cluster(ApiServerSimulator api) {
        var impatient = impatience.get(api);
        if (impatient == null) {
            return AdminCluster.kubeconfig(api.kubeconfig());
        }
        var client = Config.fromUrl(api.url());
        client.setHttpClient(
                client.getHttpClient().newBuilder().addInterceptor(impatient).build());
        return AdminCluster.of(client);
    }

    /** Clients wait for the answer to the n-th request from now, from 1 on, no longer than for a silence to show. */
    void giveUpSoon(ApiServerSimulator api, int n) {
        var left = new AtomicInteger(n);
        impatience.put(
                api,
                chain -> (left.decrementAndGet() == 0 ? chain.withReadTimeout(50, TimeUnit.MILLISECONDS) : chain)
                        .proceed(chain.request()));
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
                .random(SeededRandom.of(processes.incrementAndGet()))
                .access((superAdmin, endpoints) -> cluster(tenant).connect());
    }

    /** Passes from ever new processes until one says done; credentials are noted after each. */
    List<Pass> converge(TenantControlPlane spec) {
        return converge(spec, settings -> settings);
    }

    List<Pass> converge(TenantControlPlane spec, UnaryOperator<ReconcilerSettings.Builder> change) {
        var passes = new ArrayList<Pass>();
        while (passes.isEmpty() || !passes.get(passes.size() - 1).result().isDone()) {
            passes.add(pass(spec, change));
            assertThat(passes).as("passes").hasSizeLessThan(20);
        }
        return passes;
    }

    /** One pass from a new process. */
    Pass pass(TenantControlPlane spec) {
        return pass(spec, settings -> settings);
    }

    private Pass pass(TenantControlPlane spec, UnaryOperator<ReconcilerSettings.Builder> change) {
        try (var kamaji = connect(change)) {
            return kamaji.reconcile(spec);
        } finally {
            note();
        }
    }

    /** Deletes pass by pass, each from a new process. */
    void passesToNothing(TenantControlPlane spec) {
        passesToNothing(spec, settings -> settings);
    }

    void passesToNothing(TenantControlPlane spec, UnaryOperator<ReconcilerSettings.Builder> change) {
        for (int i = 0; i < 20; i++) {
            if (passToNothing(spec, change).isDone()) {
                return;
            }
        }
        throw new AssertionError("not deleted after 20 passes");
    }

    /** One pass of a deletion from a new process. */
    NextStep passToNothing(TenantControlPlane spec) {
        return passToNothing(spec, settings -> settings);
    }

    private NextStep passToNothing(TenantControlPlane spec, UnaryOperator<ReconcilerSettings.Builder> change) {
        try (var client = adminCluster().connect()) {
            return TenantReconciler.create(settings(change)).delete(spec, client);
        } finally {
            note();
        }
    }

    /** Remembers what is stored of credentials now. */
    synchronized void note() {
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
        return Likeness.of(admin.objects().in(NAMESPACE), tenant.objects());
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

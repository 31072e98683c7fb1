package io.kamaji.testkit.laws;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.datastore.ContentRef;
import io.kamaji.api.json.JsonObject;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The tenant of most laws, its world with an etcd and an SQLite datastore, and what is looked up there. Stateless. */
public final class Blue {
    static final Instant NOW = TenantWorld.START;
    static final String NAMESPACE = TenantWorld.NAMESPACE;
    static final KeyedCertificate AUTHORITY = ReferencePki.certificate(ReferencePki.STORE);
    public static final DataStore ETCD = etcd("shared");
    public static final DataStore SQLITE = DataStore.sqlite("embedded").build();

    private Blue() {}

    public static TenantControlPlane.Builder spec() {
        return TenantControlPlane.builder(NAMESPACE, "blue")
                .kubernetesVersion("1.36.3")
                .loadBalancer()
                .serviceCidr("10.96.0.0/16")
                .podCidr("10.244.0.0/16")
                .dataStore("shared")
                .spec(spec -> spec.dataStoreSchema("tenants_blue").dataStoreUsername("tenants_blue"));
    }

    public static TenantWorld world() {
        return stores(TenantWorld.builder()).start();
    }

    static TenantWorld world(UnaryOperator<ApiServerSimulator.Builder> admin) {
        return stores(TenantWorld.builder().admin(admin)).start();
    }

    static TenantWorld world(Moment moment) {
        return stores(TenantWorld.builder().from(moment)).start();
    }

    public static TenantWorld.Builder stores(TenantWorld.Builder world) {
        return world.dataStores(ETCD, SQLITE);
    }

    static JsonObject get(TenantWorld world, String apiVersion, String kind, String name) {
        return world.admin()
                .get(ObjectRef.of(apiVersion, kind, NAMESPACE, name))
                .orElseThrow();
    }

    static JsonObject deployment(TenantWorld world) {
        return get(world, "apps/v1", "Deployment", "blue");
    }

    static JsonObject secret(TenantWorld world, String suffix) {
        return get(world, "v1", "Secret", "blue-" + suffix);
    }

    static Snapshot objects(TenantWorld world) {
        return world.admin().objects().in(NAMESPACE);
    }

    static String decoded(JsonObject secret, String key) {
        return new String(Base64.getDecoder().decode(secret.text("data", key).orElseThrow()), StandardCharsets.UTF_8);
    }

    static KeyedCertificate authority() {
        var issued = CertificateTree.of(List.of(CertificateSpec.authority("ca", "a CA")))
                .reconcile(Map.of(), Issuance.of(NOW.minus(Duration.ofDays(1100)), new SecureRandom()));
        return issued.certificates().get("ca");
    }

    public static DataStore etcd(String name) {
        return etcd(name, AUTHORITY);
    }

    public static DataStore etcd(String name, KeyedCertificate authority) {
        return DataStore.etcd(name, "etcd-0.etcd.svc:2379")
                .certificateAuthority(inline(authority.certificatePem()), inline(authority.keyPem()))
                .clientCertificate(inline(authority.certificatePem()), inline(authority.keyPem()))
                .build();
    }

    static String resource(String name) {
        try (var in = Blue.class.getResourceAsStream(name)) {
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
}

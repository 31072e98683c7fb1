package io.kamaji.testkit.datastore;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.testkit.Real;
import io.kamaji.testkit.process.internal.ServerCertificates;
import io.kamaji.testkit.process.internal.ServerProcess;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a driver whose tenants use kine must do besides: its binding starts a real kine that serves. */
abstract class KineContract<S extends PasswordServer> extends ServerContract<S> {
    /**
     * Threads that no driver here leaves: PostgreSQL's client has one that closes what was forgotten and ends 30 s after the
     * last connection, Netty one that an earlier class of this JVM may need yet.
     */
    private static final List<String> OTHERS = List.of("Cleaner", "globalEventExecutor");

    private ServerCertificates certificates() {
        return server().certificates();
    }

    final ServerProcess.Access access() {
        return server().access();
    }

    final String endpoint() {
        return server().endpoint();
    }

    ResolvedDataStore store(ServerProcess.Access access, int seconds, String... endpoints) {
        return resolve(ServerProcess.dataStore(driver().name(), access, endpoints), seconds);
    }

    @Override
    protected ResolvedDataStore store() {
        return store(access(), 10, endpoint());
    }

    KineProcess kine(ResolvedDataStore store, TenantAccount tenant) {
        Real.skipUnless(unless(KineProcess.available(), "no kine: set KAMAJI_BINARIES"));
        var binding = driver().bind(store, tenant);
        return new KineProcess(
                binding,
                tenant,
                binding.clientCertificate().map(spec -> certificates().client(spec.commonName())));
    }

    @Override
    protected Map<String, Broken> broken() {
        var other = ServerCertificates.create("other");
        var good = access();
        var all = new LinkedHashMap<String, Broken>();
        all.put("wrong password", broken(good.withPassword("wrong"), endpoint(), "the administrator is refused"));
        all.put("wrong CA", broken(good.withAuthority(other.authority()), endpoint(), "not trusted"));
        all.put("client of another CA", broken(good.withClient(other.client("x")), endpoint(), "clientCertificate"));
        all.put("expired", broken(good.withClient(certificates().expiredClient("x")), endpoint(), "valid from"));
        all.put("refused", broken(good, "127.0.0.1:1", "connection refused"));
        all.put("no route", broken(good, "192.0.2.1:5432", "can be reached"));
        all.put("no host", broken(good, "none.invalid:5432", "host name"));
        all.put("not its name", broken(good, endpoint().replace("127.0.0.1", "127.0.0.2"), "127.0.0.2"));
        return all;
    }

    private Broken broken(ServerProcess.Access access, String endpoint, String word) {
        return new Broken(store(access, 2, endpoint), word);
    }

    /** Each call is several connections with a TLS handshake each. */
    @Override
    protected int cutStep() {
        return 2400;
    }

    /** Names to try with kine. */
    List<String> kineNames() {
        return List.of("plain", "0f8fad5b-d9cb-469f-a165-708677289500");
    }

    @Test
    void bind_realKine_servesAsTheTenant() {
        for (String name : kineNames()) {
            var tenant = tenant(name);
            driver().ensure(store(), tenant);
            try {
                try (var kine = kine(store(), tenant)) {
                    kine.put("x", "value of " + name);
                    assertThat(kine.get("x")).contains("value of " + name);
                }
                try (var kine = kine(store(), tenant)) {
                    assertThat(kine.get("x")).as("after a restart").contains("value of " + name);
                }
                assertThat(driver().inspect(store(), tenant))
                        .as("kine needs no more")
                        .isEmpty();
            } finally {
                driver().drop(store(), tenant);
            }
        }
    }

    @Test
    void ensure_firstEndpointDead_usesTheNext() {
        var store = store(access(), 10, "127.0.0.1:1", endpoint());
        driver().check(store);
        driver().ensure(store, tenant("failover"));
        assertThat(driver().inspect(store(), tenant("failover"))).isEmpty();
        driver().drop(store, tenant("failover"));
    }

    @Test
    void check_resolvedElsewhere_verifiesTheDeclaredHost() {
        var declared = endpoint().replace("127.0.0.1", "localhost");
        var there = new ResolvedDataStore(
                store(access(), 5, declared).store(),
                store().authorityPem(),
                store().authority(),
                store().client(),
                store().username(),
                store().password(),
                asked -> asked.equals(declared) ? endpoint() : asked,
                Duration.ofSeconds(5));
        driver().check(there);
    }

    @Test
    void calls_done_leaveNoThread() {
        driver().check(store());
        var before = Thread.getAllStackTraces().keySet();
        driver().ensure(store(), tenant("threads"));
        driver().drop(store(), tenant("threads"));
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(
                        thread -> !before.contains(thread) && OTHERS.stream().noneMatch(thread.getName()::contains))
                .isEmpty();
    }
}

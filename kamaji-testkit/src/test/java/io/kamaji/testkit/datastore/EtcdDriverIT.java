package io.kamaji.testkit.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.DataStore;
import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.etcd.EtcdDriver;
import io.kamaji.testkit.process.internal.ServerCertificates;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EtcdDriverIT extends ServerContract<EtcdServer> {

    @Override
    Optional<String> missing() {
        return unless(EtcdServer.available(), "no etcd and etcdctl: set KAMAJI_BINARIES");
    }

    @Override
    EtcdServer launch() {
        return EtcdServer.start();
    }

    @Override
    protected DataStoreDriver driver() {
        return new EtcdDriver();
    }

    @Override
    protected ResolvedDataStore store() {
        return resolve(server().dataStore(), 5);
    }

    @Override
    protected TenantClient client(TenantAccount tenant) {
        return new EtcdTenantClient(server(), tenant);
    }

    @Override
    protected Set<String> contents() {
        var all = new TreeSet<String>();
        for (String what :
                new String[] {"user list", "role list", "get --prefix --keys-only /", "get --prefix kamaji"}) {
            Arrays.stream(server().control(what.split(" ")).split("\n"))
                    .filter(line -> !line.isEmpty())
                    .forEach(line -> all.add(what + ": " + line));
        }
        return all;
    }

    @Override
    protected Object writeCount() {
        var status = server().control("auth", "status") + server().control("get", "none", "-w", "fields");
        return status.lines()
                .filter(l -> l.contains("AuthRevision") || l.contains("\"Revision\""))
                .toList();
    }

    @Override
    protected Map<String, Broken> broken() {
        var other = ServerCertificates.create("other");
        var root = server().client("root");
        var ca = server().authority();
        var all = new LinkedHashMap<String, Broken>();
        all.put("wrong CA", broken(EtcdServer.dataStore(other.authority(), root, server().endpoint()), "not trusted"));
        all.put("client of another CA", broken(server().dataStore(other.client("root")), "clientCertificate"));
        all.put("expired client", broken(server().dataStore(server().expiredClient("root")), "valid from"));
        all.put("no user", broken(server().dataStore(server().client("nobody")), "role root"));
        all.put("refused", broken(EtcdServer.dataStore(ca, root, "127.0.0.1:1"), "refused"));
        all.put("no route", broken(EtcdServer.dataStore(ca, root, "192.0.2.1:2379"), "can be reached"));
        all.put("no host", broken(EtcdServer.dataStore(ca, root, "none.invalid:2379"), "host name"));
        all.put(
                "not named by its certificate",
                broken(
                        EtcdServer.dataStore(ca, root, server().endpoint().replace("127.0.0.1", "127.0.0.2")),
                        "can be reached"));
        return all;
    }

    private static Broken broken(DataStore store, String word) {
        return new Broken(resolve(store, 2), word);
    }

    @Test
    void ensure_firstEndpointDead_usesTheNext() {
        var store = resolve(
                EtcdServer.dataStore(server().authority(), server().client("root"), "127.0.0.1:1", server().endpoint()),
                5);
        driver().check(store);
        driver().ensure(store, tenant("failover"));
        assertThat(driver().inspect(store(), tenant("failover"))).isEmpty();
        driver().drop(store, tenant("failover"));
    }

    @Test
    void leaseOfAnother_listedOrRevokedByTenant_isRefused() {
        driver().ensure(store(), tenant("lessee"));
        driver().ensure(store(), tenant("robber"));
        try (var lessee = new EtcdTenantClient(server(), tenant("lessee"));
                var robber = new EtcdTenantClient(server(), tenant("robber"))) {
            long lease = lessee.grantLease("leased");
            assertThatThrownBy(() -> robber.revokeLease(lease)).hasMessageContaining("PERMISSION_DENIED");
            assertThatThrownBy(robber::leases).hasMessageContaining("PERMISSION_DENIED");
            assertThat(lessee.get("leased")).isPresent();
            lessee.revokeLease(lease);
        }
        driver().drop(store(), tenant("lessee"));
        driver().drop(store(), tenant("robber"));
    }

    @Test
    void drop_keysTooLongForOneAnswer_leavesNothing() {
        var tenant = tenant("long");
        driver().ensure(store(), tenant);
        var before = contents().size();
        try (var client = new EtcdTenantClient(server(), tenant)) {
            for (int i = 0; i < 70; i++) {
                client.put("k".repeat(1_000_000) + i, "");
            }
        }
        driver().drop(store(), tenant);
        assertThat(server().control("get", "--prefix", "--count-only", "-w", "fields", "/long/"))
                .contains("\"Count\" : 0");
        assertThat(contents()).hasSizeLessThan(before);
    }

    /** etcd 3.6 answers these to every holder of a client certificate: what they show is the server, and no tenant. */
    @Test
    void membersAndAlarms_listedByTenant_showNoTenant() {
        driver().ensure(store(), tenant("curious"));
        driver().ensure(store(), tenant("private"));
        try (var client = new EtcdTenantClient(server(), tenant("curious"))) {
            assertThat(client.members().getMembersList()).hasSize(1);
            assertThat(client.members().toString()).doesNotContain("private", "curious");
            assertThat(client.alarms().getAlarmsList()).isEmpty();
        }
        driver().drop(store(), tenant("curious"));
        driver().drop(store(), tenant("private"));
    }
}

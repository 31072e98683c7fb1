package io.kamaji.testkit.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.TenantAccount;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a driver of an SQL server must do besides: a tenant's connections are limited, which its kine lives with. */
abstract class SqlContract<S extends PasswordServer> extends KineContract<S> {
    private static final int FEW = 16;
    private static final int CLIENTS = 64;
    private static final int WRITES = 10;

    /** The server over JDBC. */
    abstract SqlTenantClient.Server jdbc();

    /** A driver that lets a tenant have so many connections; 0: any number. */
    abstract DataStoreDriver limited(int connections);

    /** How many a user has now, as the administrator sees it. */
    abstract int connectionsOf(String user);

    /** How many a user may have, as the server says. */
    abstract int limitOf(String user);

    /** How many the server has in all. */
    abstract int serversConnections();

    @Override
    protected final TenantClient client(TenantAccount tenant) {
        return new SqlTenantClient(jdbc(), tenant);
    }

    @Test
    void connections_moreThanATenantMayHave_areRefusedToItAlone() throws SQLException {
        var tenant = tenant("greedy");
        var few = limited(4);
        few.ensure(store(), tenant);
        driver().ensure(store(), tenant("modest"));
        var open = new ArrayList<Connection>();
        try {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 50; i++) {
                            open.add(jdbc().connect(tenant.username(), tenant.password(), tenant.schema()));
                        }
                    })
                    .isInstanceOf(SQLException.class);
            assertThat(open).hasSize(4);
            assertThat(few.inspect(store(), tenant))
                    .as("while it has all of them")
                    .isEmpty();
            put(tenant("modest"), "untouched");
            assertThat(limited(5).inspect(store(), tenant)).hasSize(1);
            limited(5).ensure(store(), tenant);
            open.add(jdbc().connect(tenant.username(), tenant.password(), tenant.schema()));
            limited(0).ensure(store(), tenant);
            open.add(jdbc().connect(tenant.username(), tenant.password(), tenant.schema()));
        } finally {
            for (var connection : open) {
                connection.close();
            }
            driver().drop(store(), tenant);
            driver().drop(store(), tenant("modest"));
        }
    }

    @Test
    void limit_negative_isRefused() {
        assertThatThrownBy(() -> limited(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** kine opens a connection for each request that is under way. */
    @Test
    void kine_burstBeyondTheTenantsLimit_leavesTheServerToOthersAndGoesOn() {
        var tenant = tenant("busy");
        var few = limited(FEW);
        few.ensure(store(), tenant);
        var clients = Executors.newFixedThreadPool(CLIENTS);
        try (var kine = kine(store(), tenant)) {
            var running = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> clients.submit(() -> {
                        for (int i = 0; i < WRITES; i++) {
                            kine.put(client + "/" + i, "value");
                        }
                    }))
                    .toList();
            int most = 0;
            while (running.stream().anyMatch(each -> !each.isDone())) {
                most = Math.max(most, connectionsOf(tenant.username()));
                few.check(store());
            }
            assertThat(most).isBetween(2, FEW);
            assertThat(few.inspect(store(), tenant)).isEmpty();
            kine.put("later", "value");
            assertThat(kine.get("later")).contains("value");
        } finally {
            clients.shutdownNow();
            driver().drop(store(), tenant);
        }
    }

    @Test
    void ensure_noLimitGiven_leavesHalfOfTheServerToOthers() {
        var tenant = tenant("half");
        driver().ensure(store(), tenant);
        assertThat(limitOf(tenant.username())).isEqualTo((serversConnections() + 1) / 2);
        driver().drop(store(), tenant);
    }
}

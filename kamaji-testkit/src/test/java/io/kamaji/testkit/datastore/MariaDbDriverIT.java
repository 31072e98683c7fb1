package io.kamaji.testkit.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.Measurable;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.mysql.MySqlDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MariaDbDriverIT extends SqlContract<MariaDbServer> {
    private MariaDbJdbc jdbc;

    /** Under each name that a statement of the driver holds, in the way of whoever has this database as a default. */
    private static final List<String> PLANTED = List.of(
            "CREATE TABLE kine (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(200), deleted INT, value BLOB)",
            "CREATE FUNCTION spring() RETURNS INT SQL SECURITY INVOKER BEGIN INSERT INTO springs.seen VALUES (SESSION_USER());"
                    + " RETURN 1; END",
            "CREATE TRIGGER a BEFORE INSERT ON kine FOR EACH ROW SET @x = spring()",
            "CREATE TRIGGER b BEFORE DELETE ON kine FOR EACH ROW SET @x = spring()",
            "CREATE SQL SECURITY INVOKER VIEW user AS SELECT spring()",
            "CREATE SQL SECURITY INVOKER VIEW tenants AS SELECT 's' schema_name, 'u' username, 'o' owner, spring() x",
            "CREATE SQL SECURITY INVOKER VIEW schemata AS SELECT spring() schema_name",
            "CREATE SQL SECURITY INVOKER VIEW processlist AS SELECT spring() id, 'planter' user",
            "CREATE SQL SECURITY INVOKER VIEW turn AS SELECT spring() id",
            "CREATE FUNCTION `version` () RETURNS INT SQL SECURITY INVOKER RETURN spring()",
            "CREATE FUNCTION `lower` (x TEXT) RETURNS INT SQL SECURITY INVOKER RETURN spring()",
            "CREATE EVENT e ON SCHEDULE EVERY 1 SECOND DO INSERT INTO springs.seen VALUES (CURRENT_USER())");

    @Override
    Optional<String> missing() {
        return unless(MariaDbServer.available(), "no mariadbd and mariadb-install-db on the PATH or in /usr/sbin");
    }

    @Override
    MariaDbServer launch() {
        return MariaDbServer.start();
    }

    @Override
    void started(Path folder) throws IOException {
        jdbc = new MariaDbJdbc(server(), folder);
    }

    @Override
    SqlTenantClient.Server jdbc() {
        return jdbc;
    }

    @Override
    protected DataStoreDriver driver() {
        return new MySqlDriver();
    }

    @Override
    DataStoreDriver limited(int connections) {
        return new MySqlDriver().withConnectionLimit(connections);
    }

    @Override
    int connectionsOf(String user) {
        return rows("SELECT 1 FROM information_schema.processlist WHERE user = '" + user + "'")
                .size();
    }

    @Override
    int limitOf(String user) {
        return Integer.parseInt(rows("SELECT max_user_connections FROM mysql.user WHERE user = '" + user + "'")
                .get(0));
    }

    @Override
    int serversConnections() {
        return Integer.parseInt(rows("SELECT @@global.max_connections").get(0));
    }

    @Override
    protected List<String> names() {
        var all = new ArrayList<>(super.names());
        // ASCII only.
        all.removeIf(name -> name.chars().anyMatch(c -> c > 0x7E));
        all.add("per%cent?&#=");
        return all;
    }

    @Override
    List<String> kineNames() {
        return names();
    }

    private List<String> rows(String sql) {
        return jdbc.rows(sql);
    }

    private void execute(String sql) {
        jdbc.execute(sql);
    }

    @Override
    protected Set<String> contents() {
        var all = new TreeSet<String>();
        all.addAll(rows("SELECT schema_name FROM information_schema.schemata WHERE schema_name <> 'kamaji'"));
        all.addAll(rows("SELECT CONCAT('user ', user, '@', host) FROM mysql.user"));
        all.addAll(rows("SELECT CONCAT('grant ', user, ' ', db) FROM mysql.db"));
        if (!rows("SELECT 1 FROM information_schema.tables WHERE table_schema = 'kamaji'")
                .isEmpty()) {
            all.addAll(rows("SELECT CONCAT('mark ', schema_name) FROM kamaji.tenants"));
        }
        return all;
    }

    @Override
    protected Object writeCount() {
        return rows("SELECT variable_value FROM information_schema.global_status WHERE variable_name ="
                + " 'BINLOG_COMMITS' UNION ALL SELECT @@gtid_binlog_pos");
    }

    @Test
    void ensure_passwordChangedElsewhere_setsItAgain() {
        var tenant = tenant("rekeyed");
        driver().ensure(store(), tenant);
        execute("ALTER USER rekeyed IDENTIFIED BY 'other'");
        assertThat(driver().inspect(store(), tenant)).containsExactly("password of user rekeyed");
        driver().ensure(store(), tenant);
        assertThat(driver().inspect(store(), tenant)).isEmpty();
        driver().drop(store(), tenant);
    }

    @Test
    void ensure_moreRightsThanNeeded_takesThemAway() {
        var tenant = tenant("greedy_one");
        driver().ensure(store(), tenant);
        // As the reference grants: the underscore stands for any character.
        execute("GRANT SELECT ON `greedy_one`.* TO greedy_one");
        execute("GRANT PROCESS ON *.* TO greedy_one");
        execute("CREATE TABLE mysql.other (a INT)");
        execute("GRANT SELECT ON mysql.other TO greedy_one");
        assertThat(driver().inspect(store(), tenant)).hasSize(1);
        driver().ensure(store(), tenant);
        assertThat(driver().inspect(store(), tenant)).isEmpty();
        assertThat(rows("SELECT db FROM db WHERE user = 'greedy_one'")).containsExactly("greedy\\_one");
        assertThat(rows("SELECT db FROM tables_priv WHERE user = 'greedy_one'")).isEmpty();
        execute("DROP TABLE mysql.other");
        driver().drop(store(), tenant);
    }

    @Test
    void ensure_nameThatIsAPattern_doesNotOpenAnother() {
        driver().ensure(store(), tenant("axb"));
        driver().ensure(store(), tenant("a_b"));
        try (var client = client(tenant("a_b"))) {
            assertThat(client.attacks(tenant("axb")))
                    .allSatisfy((name, attack) ->
                            assertThatThrownBy(attack::call).as(name).isNotNull());
        }
        driver().drop(store(), tenant("axb"));
        driver().drop(store(), tenant("a_b"));
    }

    @Test
    void ensure_tenantHoldsTheServersNamedLocks_isNotHeldUp() throws SQLException {
        var tenant = tenant("holder");
        driver().ensure(store(), tenant);
        try (var own = jdbc.connect(tenant.username(), tenant.password(), tenant.schema())) {
            assertThat(SqlTenantClient.rows(own, "SELECT GET_LOCK('kamaji', 0)"))
                    .containsExactly("1");
            driver().ensure(store(), tenant("free"));
            assertThat(driver().inspect(store(), tenant("free"))).isEmpty();
        }
        driver().drop(store(), tenant("free"));
        driver().drop(store(), tenant);
    }

    @Test
    void drop_userThatDiffersInCaseOnly_keepsTheOthersConnections() {
        var other = new TenantAccount("victim_db", "vict", tenant("x").password(), "contract/vict");
        var tenant = new TenantAccount("upper_db", "VICT", tenant("x").password(), "contract/VICT");
        driver().ensure(store(), other);
        driver().ensure(store(), tenant);
        try (var client = client(other)) {
            client.put("a", "b");
            driver().drop(store(), tenant);
            assertThat(client.get("a")).contains("b");
        }
        driver().drop(store(), other);
    }

    /** As the reference grants: all rights in its database, so triggers, views, functions and events too. */
    @Test
    void calls_tenantThatHadAllRightsInItsDatabase_runNothingOfItsOwn() throws SQLException {
        var tenant = tenant("planter");
        execute("CREATE DATABASE planter");
        execute("CREATE USER planter IDENTIFIED BY '" + tenant.password() + "'");
        execute("GRANT ALL ON planter.* TO planter");
        execute("SET GLOBAL event_scheduler = ON");
        execute("SET GLOBAL log_bin_trust_function_creators = ON");
        execute("CREATE DATABASE springs");
        execute("CREATE TABLE springs.seen (account VARCHAR(200))");
        execute("GRANT INSERT ON springs.seen TO planter");
        try (var own = jdbc.connect("planter", tenant.password(), "planter")) {
            for (var sql : PLANTED) {
                SqlTenantClient.execute(own, sql);
            }
        }
        // What runs in the name of the tenant itself, its event say, is its own affair.
        var others = "SELECT account FROM springs.seen WHERE account NOT LIKE 'planter@%'";
        rows("SELECT x FROM planter.tenants");
        assertThat(rows(others)).as("the traps work").isNotEmpty();
        execute("DELETE FROM springs.seen");
        driver().check(store());
        driver().inspect(store(), tenant);
        driver().ensure(store(), tenant);
        assertThat(driver().inspect(store(), tenant)).isEmpty();
        var next = driver().renewed(tenant, new SecureRandom()).orElseThrow();
        driver().rotate(store(), tenant, next);
        driver().capability(Measurable.class).orElseThrow().usage(store(), next);
        driver().drop(store(), next);
        assertThat(rows(others)).isEmpty();
        assertThat(rows("SELECT name FROM mysql.event")).isEmpty();
        execute("DROP DATABASE springs");
    }

    @Test
    void ensure_foreignDatabase_isRefusedAndNeverDropped() {
        execute("CREATE DATABASE precious");
        assertThatThrownBy(() -> driver().ensure(store(), tenant("precious")))
                .isInstanceOf(DataStoreException.class)
                .hasMessageContaining("no mark");
        driver().drop(store(), tenant("precious"));
        assertThat(rows("SHOW DATABASES LIKE 'precious'")).isNotEmpty();
        execute("DROP DATABASE precious");
    }
}

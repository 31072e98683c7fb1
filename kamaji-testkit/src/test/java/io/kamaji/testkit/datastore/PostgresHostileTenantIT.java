package io.kamaji.testkit.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.EndpointResolver;
import io.kamaji.datastore.Measurable;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.SecretSource;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.postgresql.PostgreSqlDriver;
import io.kamaji.testkit.Real;
import io.kamaji.testkit.process.internal.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tenant that plants whatever PostgreSQL lets it: none of it runs with the rights of Kamaji's administrator. */
class PostgresHostileTenantIT {
    private static final String ALL = "SET search_path = pg_catalog, pg_temp; ";
    private static final String UNSAFE =
            "SELECT rolname FROM pg_roles WHERE rolname <> ALL (ARRAY['postgres', 'lesser']) AND (rolsuper OR rolcreaterole)";
    private static PostgresServer server;
    private static PostgresJdbc jdbc;

    @TempDir
    static Path folder;

    private final DataStoreDriver driver = new PostgreSqlDriver();
    private final TenantAccount tenant = new TenantAccount("evil", "evil", "0f8fad5b", "it/evil");
    private final TenantAccount calm = new TenantAccount("calm", "calm", "7c9e6679", "it/calm");
    private int logBefore;

    @BeforeAll
    static void start() throws IOException {
        Real.skipUnless(ServerContract.unless(
                PostgresServer.available(), "no initdb and postgres on the PATH or in /usr/lib/postgresql"));
        server = PostgresServer.start();
        jdbc = new PostgresJdbc(server, folder);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void lesserAdministrator() {
        logBefore = server.wholeLog().length();
        jdbc.execute("postgres", "CREATE ROLE lesser LOGIN CREATEDB CREATEROLE PASSWORD 'less'");
    }

    @AfterEach
    void assertNothingSprang() {
        for (var database : List.of("evil", "kamaji")) {
            jdbc.execute("postgres", "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
        }
        jdbc.execute("postgres", ALL + "DROP OWNED BY lesser CASCADE; DROP ROLE lesser");
        if (!jdbc.rows("template1", "SELECT 1 FROM pg_catalog.pg_roles WHERE rolname OPERATOR(pg_catalog.=) 'evil'")
                .isEmpty()) {
            jdbc.execute("postgres", ALL + "DROP OWNED BY evil CASCADE; DROP ROLE evil");
        }
        jdbc.execute("postgres", "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        assertThat(sprung()).as("what ran as another").isEmpty();
    }

    private static ResolvedDataStore store(String administrator) {
        var access = administrator.equals("postgres")
                ? server.access()
                : new ServerProcess.Access(
                        server.access().authority(), server.access().client(), "lesser", "less");
        return ResolvedDataStore.resolve(
                ServerProcess.dataStore("PostgreSQL", access, server.endpoint()),
                SecretSource.none(),
                EndpointResolver.identity(),
                Duration.ofSeconds(20));
    }

    private void plant(String... schemas) throws SQLException {
        try (var own = jdbc.connect("evil", tenant.password(), "evil");
                var statement = own.createStatement()) {
            statement.execute("CREATE TABLE public.kine (id SERIAL PRIMARY KEY, name text, deleted int, value bytea)");
            PostgresTraps.plant(own, "evil", List.of(schemas));
            PostgresTraps.plantOnKine(own);
        }
    }

    private Set<String> sprung() {
        return PostgresTraps.sprung(server.wholeLog().substring(logBefore));
    }

    private void assertHarmless(String what) {
        assertThat(sprung()).as("ran as another, in " + what).isEmpty();
        assertThat(jdbc.rows("template1", UNSAFE))
                .as("mighty roles after " + what)
                .isEmpty();
    }

    /** Each operation, with all that each has to mend: so each statement of theirs. */
    private void everyCall(String administrator, TenantAccount from) {
        var store = store(administrator);
        driver.check(store);
        assertHarmless("check");
        driver.inspect(store, from);
        assertHarmless("inspect");
        driver.ensure(store, from);
        assertHarmless("ensure");
        assertThat(driver.inspect(store, from)).isEmpty();
        jdbc.execute(
                "evil",
                ALL + "REVOKE ALL ON SCHEMA public FROM evil; ALTER TABLE public.kine OWNER TO " + administrator
                        + "; GRANT CONNECT ON DATABASE evil TO PUBLIC; ALTER ROLE evil CREATEDB");
        assertThat(driver.inspect(store, from)).hasSizeGreaterThan(1);
        driver.ensure(store, from);
        assertHarmless("ensure of what was taken away");
        assertThat(jdbc.rows(
                        "evil",
                        "SELECT tableowner FROM pg_catalog.pg_tables WHERE tablename"
                                + " OPERATOR(pg_catalog.=) 'kine'::pg_catalog.name"))
                .containsExactly("evil");
        driver.capability(Measurable.class).orElseThrow().usage(store, from);
        assertHarmless("usage");
        var next = driver.renewed(from, new SecureRandom()).orElseThrow();
        driver.rotate(store, from, next);
        assertHarmless("rotate");
        driver.drop(store, next);
        assertHarmless("drop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "lesser"})
    void calls_trapsInPublic_springNone(String administrator) throws SQLException {
        driver.ensure(store(administrator), tenant);
        plant("public");
        everyCall(administrator, tenant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "lesser"})
    void calls_tenantThatOwnedItsDatabase_springNone(String administrator) throws SQLException {
        jdbc.execute("postgres", "CREATE ROLE evil LOGIN PASSWORD '" + tenant.password() + "'");
        jdbc.execute("postgres", "CREATE DATABASE evil OWNER evil");
        try (var own = jdbc.connect("evil", tenant.password(), "evil");
                var statement = own.createStatement()) {
            statement.execute("CREATE SCHEMA " + administrator + "; CREATE SCHEMA evil");
        }
        plant("public", administrator, "evil");
        try (var own = jdbc.connect("evil", tenant.password(), "evil");
                var statement = own.createStatement()) {
            statement.execute("ALTER DATABASE evil SET search_path = public, pg_catalog");
        }
        everyCall(administrator, tenant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "lesser"})
    void ensure_tenantThatOwnedItsDatabase_takesItsSettingsAndRightsThere(String administrator) throws SQLException {
        jdbc.execute("postgres", "CREATE ROLE evil LOGIN PASSWORD '" + tenant.password() + "'");
        jdbc.execute("postgres", "CREATE DATABASE evil OWNER evil");
        jdbc.execute("postgres", "ALTER DATABASE evil SET search_path = public, pg_catalog");
        jdbc.execute("postgres", "GRANT ALL ON DATABASE evil TO evil");
        driver.ensure(store(administrator), tenant);
        assertThat(jdbc.rows("postgres", "SELECT 1 FROM pg_db_role_setting")).isEmpty();
        assertThat(
                        jdbc.rows(
                                "postgres",
                                "SELECT has_database_privilege('evil', 'evil', right_) FROM unnest(ARRAY['CREATE', 'TEMP', 'CONNECT']) right_"))
                .containsExactly("f", "f", "t");
        driver.drop(store(administrator), tenant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "lesser"})
    void calls_trapsInDatabasesForAll_springNone(String administrator) throws SQLException {
        driver.ensure(store(administrator), tenant);
        jdbc.execute("postgres", "DROP DATABASE kamaji WITH (FORCE)");
        // As until PostgreSQL 14, and wherever such a server was upgraded.
        jdbc.execute("postgres", "GRANT CREATE ON SCHEMA public TO PUBLIC");
        try (var own = jdbc.connect("evil", tenant.password(), "postgres")) {
            PostgresTraps.plant(own, "evil", List.of("public"));
        }
        var store = store(administrator);
        driver.check(store);
        driver.ensure(store, calm);
        assertHarmless("ensure of another");
        driver.drop(store, calm);
        assertHarmless("drop of another");
        driver.ensure(store, tenant);
        // A cast has no owner, so it does not go with the role; who made it has to drop it.
        jdbc.execute("postgres", ALL + "DROP CAST (pg_catalog.\"varchar\" AS public.trap)");
        driver.drop(store, tenant);
        assertHarmless("drop with what it owns there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "lesser"})
    void ensure_registryOfATenant_isRefused(String administrator) throws SQLException {
        jdbc.execute("postgres", "CREATE ROLE evil LOGIN PASSWORD '" + tenant.password() + "'");
        jdbc.execute("postgres", "CREATE DATABASE kamaji OWNER " + administrator);
        jdbc.execute("kamaji", "GRANT CREATE ON SCHEMA public TO PUBLIC");
        try (var own = jdbc.connect("evil", tenant.password(), "kamaji");
                var statement = own.createStatement()) {
            statement.execute("CREATE TABLE tenants (schema text, username text, owner text);"
                    + " GRANT ALL ON tenants TO PUBLIC;"
                    + " CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE LOG ''TRAP trigger as %'', current_user; RETURN NEW; END';"
                    + " CREATE TRIGGER t BEFORE INSERT ON tenants FOR EACH ROW EXECUTE FUNCTION f()");
        }
        assertThatThrownBy(() -> driver.ensure(store(administrator), calm))
                .isInstanceOf(DataStoreException.class)
                .hasMessageContaining("tenants");
    }

    @Test
    void calls_poolerThatDropsTheSearchPath_areRefused() {
        var declared = store("postgres").store();
        var plain = declared.toBuilder()
                .spec(declared.spec().toBuilder().tlsConfig(Optional.empty()).build())
                .build();
        server.process.write("hba", PostgresServer.TLS_ONLY + "hostnossl all all 127.0.0.1/32 scram-sha-256\n");
        jdbc.execute("postgres", "SELECT pg_reload_conf()");
        try (var pooler = new OptionDroppingPooler()) {
            var limit = Duration.ofSeconds(20);
            var direct = ResolvedDataStore.resolve(plain, SecretSource.none(), EndpointResolver.identity(), limit);
            driver.check(direct);
            assertThatThrownBy(() -> driver.check(ResolvedDataStore.resolve(plain, SecretSource.none(), pooler, limit)))
                    .isInstanceOf(DataStoreException.class)
                    .hasMessageContaining("search_path");
        }
    }
}

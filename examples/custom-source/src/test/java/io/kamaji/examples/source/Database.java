package io.kamaji.examples.source;

import io.kamaji.api.datastore.ContentRef;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.testkit.Real;
import io.kamaji.testkit.datastore.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A real PostgreSQL, and what is in it. Not thread-safe. */
final class Database implements AutoCloseable {
    private static final String KEY_PASSWORD = "secret";

    private final PostgresServer server = PostgresServer.start();
    private final PGSimpleDataSource source = new PGSimpleDataSource();
    private final Connection connection;

    private Database(Path folder) throws IOException, GeneralSecurityException, SQLException {
        var spec = server.dataStore().spec();
        var login = spec.basicAuth().orElseThrow();
        var tls = spec.tlsConfig().orElseThrow();
        var client = tls.clientCertificate().orElseThrow();
        source.setUrl("jdbc:postgresql://" + server.endpoint() + "/postgres");
        source.setUser(content(login.username()));
        source.setPassword(content(login.password()));
        source.setSslMode("verify-full");
        source.setSslRootCert(Files.writeString(
                        folder.resolve("ca.crt"),
                        content(tls.certificateAuthority().certificate()))
                .toString());
        source.setSslKey(p12(
                folder.resolve("client.p12"),
                KeyedCertificate.parse(content(client.certificate()), content(client.privateKey()))));
        source.setSslPassword(KEY_PASSWORD);
        connection = source.getConnection();
    }

    /** Starts one, or skips the test with the reason. */
    static Database start(Path folder) throws IOException, GeneralSecurityException, SQLException {
        Real.skipUnless(
                PostgresServer.available()
                        ? Optional.empty()
                        : Optional.of("no initdb and postgres on the PATH or in /usr/lib/postgresql"));
        return new Database(folder);
    }

    private static String content(ContentRef inline) {
        return new String(Base64.getDecoder().decode(inline.content().orElseThrow()), StandardCharsets.UTF_8);
    }

    private static String p12(Path file, KeyedCertificate client) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("user", client.key(), KEY_PASSWORD.toCharArray(), new Certificate[] {client.certificate()});
        try (var out = Files.newOutputStream(file)) {
            store.store(out, KEY_PASSWORD.toCharArray());
        }
        return file.toString();
    }

    /** Whose tables are there, and empty. */
    DataSource fresh() throws IOException, SQLException {
        execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public; " + script("tenants.sql") + script("orders.sql"));
        return source;
    }

    private static String script(String name) throws IOException {
        try (var script = TableSource.class.getResourceAsStream(name)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of a query. */
    List<String> query(String sql) {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            var all = new ArrayList<String>();
            while (row.next()) {
                all.add(row.getString(1));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}

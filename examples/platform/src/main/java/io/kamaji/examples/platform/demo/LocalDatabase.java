package io.kamaji.examples.platform.demo;

import io.kamaji.api.DataStore;
import io.kamaji.api.datastore.ContentRef;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.testkit.datastore.PostgresServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL of its own, empty: this machine's binaries, else those that come from Maven. Gone when it is closed. */
public final class LocalDatabase implements AutoCloseable {
    private static final String KEY_PASSWORD = "secret";

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final DataSource source;
    private final Optional<DataStore> dataStore;

    private LocalDatabase() throws IOException, GeneralSecurityException {
        if (PostgresServer.available()) {
            var server = PostgresServer.start();
            parts.push(server);
            source = over(server);
            dataStore = Optional.of(server.dataStore());
        } else {
            var server = EmbeddedPostgres.start();
            parts.push(server);
            source = server.getPostgresDatabase();
            dataStore = Optional.empty();
        }
    }

    /** Starts one; it is up when this returns. */
    public static LocalDatabase start() {
        try {
            return new LocalDatabase();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives a connection of its own each time. */
    public DataSource source() {
        return source;
    }

    /** The same server as a datastore of tenants; empty where it speaks no TLS, without which none is used. */
    public Optional<DataStore> dataStore() {
        return dataStore;
    }

    private DataSource over(PostgresServer server) throws IOException, GeneralSecurityException {
        var folder = Files.createTempDirectory("kamaji-platform");
        parts.push(() -> remove(folder));
        var spec = server.dataStore().spec();
        var login = spec.basicAuth().orElseThrow();
        var tls = spec.tlsConfig().orElseThrow();
        var client = tls.clientCertificate().orElseThrow();
        var over = new PGSimpleDataSource();
        over.setUrl("jdbc:postgresql://" + server.endpoint() + "/postgres");
        over.setUser(text(login.username()));
        over.setPassword(text(login.password()));
        over.setSslMode("verify-full");
        over.setSslRootCert(Files.writeString(
                        folder.resolve("ca.crt"),
                        text(tls.certificateAuthority().certificate()))
                .toString());
        var key = KeyedCertificate.parse(text(client.certificate()), text(client.privateKey()));
        over.setSslKey(p12(folder.resolve("client.p12"), key).toString());
        over.setSslPassword(KEY_PASSWORD);
        return over;
    }

    private static String text(ContentRef inline) {
        return new String(Base64.getDecoder().decode(inline.content().orElseThrow()), StandardCharsets.UTF_8);
    }

    private static Path p12(Path file, KeyedCertificate client) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("user", client.key(), KEY_PASSWORD.toCharArray(), new Certificate[] {client.certificate()});
        try (var out = Files.newOutputStream(file)) {
            store.store(out, KEY_PASSWORD.toCharArray());
        }
        return file;
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Override
    public void close() {
        Parts.close(parts);
    }
}

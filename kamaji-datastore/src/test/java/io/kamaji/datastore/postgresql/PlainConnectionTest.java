package io.kamaji.datastore.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.DataStore;
import io.kamaji.api.datastore.BasicAuth;
import io.kamaji.api.datastore.ContentRef;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.EndpointResolver;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.SecretSource;
import io.kamaji.datastore.TenantAccount;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** A datastore without {@code spec.tlsConfig}. */
class PlainConnectionTest {
    private static final int SSL_REQUEST_BYTES = 8;
    private static final int ASK_FOR_PASSWORD = 3;

    @Test
    void check_serverAsksForThePasswordInClear_getsNone() throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var said = new FutureTask<>(() -> askForPassword(server));
            var thread = new Thread(said, "false server");
            thread.setDaemon(true);
            thread.start();
            var store = store("127.0.0.1:" + server.getLocalPort());
            assertThatThrownBy(() -> new PostgreSqlDriver().check(store)).isInstanceOf(DataStoreException.class);
            assertThat(said.get()).doesNotContain("s3cret");
        }
    }

    @Test
    void bind_noTls_warnsOfIt() {
        var tenant = new TenantAccount("blue", "blue", "0f8fad5b", "test/blue");
        assertThat(new PostgreSqlDriver().bind(store("a:5432"), tenant).warnings())
                .singleElement()
                .asString()
                .contains("datastore plain has no spec.tlsConfig");
    }

    private static ResolvedDataStore store(String endpoint) {
        var declared = DataStore.builder()
                .metadata(m -> m.name("plain"))
                .spec(s -> s.driver("PostgreSQL")
                        .endpoints(List.of(endpoint))
                        .basicAuth(BasicAuth.builder()
                                .username(inline("postgres"))
                                .password(inline("s3cret"))
                                .build()))
                .build();
        return ResolvedDataStore.resolve(
                declared, SecretSource.none(), EndpointResolver.identity(), Duration.ofSeconds(10));
    }

    private static ContentRef inline(String text) {
        return ContentRef.builder()
                .content(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    /** What a client says to a server that has no TLS and asks for the password itself. */
    private static String askForPassword(ServerSocket server) throws IOException {
        try (var socket = server.accept()) {
            var in = new DataInputStream(socket.getInputStream());
            in.skipNBytes(SSL_REQUEST_BYTES);
            var out = new DataOutputStream(socket.getOutputStream());
            out.write('N');
            in.skipNBytes(in.readInt() - Integer.BYTES);
            out.write('R');
            out.writeInt(2 * Integer.BYTES);
            out.writeInt(ASK_FOR_PASSWORD);
            out.flush();
            var said = new StringBuilder();
            for (int c = in.read(); c > 0; c = in.read()) {
                said.append((char) c);
                if (in.available() == 0 && said.length() > SSL_REQUEST_BYTES) {
                    break;
                }
            }
            return said + new String(in.readNBytes(in.available()), StandardCharsets.UTF_8);
        }
    }
}

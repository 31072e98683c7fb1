package io.kamaji.datastore.nats;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.DataStore;
import io.kamaji.api.datastore.BasicAuth;
import io.kamaji.api.datastore.ContentRef;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.SecretSource;
import io.kamaji.datastore.TenantAccount;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tenant of a NATS has its user, so it may have written anything into the mark, and answer in the server's place. */
class NatsMarkTest {
    private static final TenantAccount TENANT = new TenantAccount("blue", "user", "password", "test/blue");

    @Test
    void calls_markThatIsNoJson_sayWhatCanNotBeRead() throws IOException {
        var data = Base64.getEncoder().encodeToString("no: [JSON".getBytes(StandardCharsets.UTF_8));
        assertRefused("{\"message\": {\"data\": \"" + data + "\"}}", "owner mark");
    }

    @Test
    void calls_markThatIsNoBase64_sayWhatCanNotBeRead() throws IOException {
        assertRefused("{\"message\": {\"data\": \"%%%\"}}", "owner mark");
    }

    @Test
    void calls_answerThatIsNoJson_saySo() throws IOException {
        assertRefused("{\"message\": [", "no JSON");
    }

    private static void assertRefused(String answer, String word) throws IOException {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var thread = new Thread(() -> serve(server, answer), "nats");
            thread.setDaemon(true);
            thread.start();
            var store = DataStore.builder()
                    .metadata(m -> m.name("shared"))
                    .spec(s -> s.driver("NATS")
                            .endpoints(List.of("127.0.0.1:" + server.getLocalPort()))
                            .basicAuth(BasicAuth.builder()
                                    .username(inline("user"))
                                    .password(inline("password"))
                                    .build()))
                    .build();
            var resolved = ResolvedDataStore.resolve(store, SecretSource.none());
            assertThatThrownBy(() -> new NatsDriver().inspect(resolved, TENANT))
                    .isInstanceOf(DataStoreException.class)
                    .hasMessageContaining(word);
        }
    }

    private static ContentRef inline(String text) {
        return ContentRef.builder()
                .content(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    private static void serve(ServerSocket server, String answer) {
        try (Socket socket = server.accept()) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            say(socket, "INFO {}\r\n");
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("PING")) {
                    say(socket, "PONG\r\n");
                } else if (line.startsWith("PUB ")) {
                    say(socket, "MSG " + line.split(" ")[2] + " 1 " + answer.length() + "\r\n" + answer + "\r\n");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}

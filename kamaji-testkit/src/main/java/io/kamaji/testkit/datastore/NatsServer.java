package io.kamaji.testkit.datastore;

import io.kamaji.testkit.Binaries;
import io.kamaji.testkit.process.internal.Ports;
import java.util.List;
import java.util.Map;

/**
 * A real NATS server with JetStream for tests: client certificates demanded, one user {@code admin}.
 *
 * <p>TLS for 127.0.0.1 and localhost; everything is in a temporary folder that {@link #close()} removes. Up when
 * {@link #start()} returns, within 30 s. Thread-safe.
 */
public final class NatsServer extends PasswordServer {
    private final int monitor = Ports.next();

    private NatsServer() {
        super("NATS", "admin");
        process.write(
                "nats.conf",
                "listen: \"127.0.0.1:" + port() + "\"\nhttp: \"127.0.0.1:" + monitor + "\"\njetstream { store_dir: \""
                        + file("data") + "\" }\nauthorization { users = [ { user: admin, password: \""
                        + PASSWORD + "\" } ] }\ntls { cert_file: \"" + file("server.crt")
                        + "\", key_file: \"" + file("server.key") + "\", ca_file: \""
                        + file("ca.crt") + "\", verify: true, timeout: 20 }\n");
        var binary = Binaries.standard()
                .find("nats-server", "")
                .orElseThrow(() -> new IllegalStateException("no binary nats-server"));
        process.start(List.of(binary.toString(), "-c", file("nats.conf")), Map.of(), port());
    }

    /** Whether the binary is on this machine. */
    public static boolean available() {
        return Binaries.standard().find("nats-server", "").isPresent();
    }

    /**
     * Starts one.
     *
     * @throws IllegalStateException if there is no binary, or it does not come up; with the end of its log
     */
    public static NatsServer start() {
        return new NatsServer();
    }

    /** The URL of its monitoring, without TLS. */
    String monitoring() {
        return "http://127.0.0.1:" + monitor;
    }
}

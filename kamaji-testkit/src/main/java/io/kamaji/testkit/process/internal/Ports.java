package io.kamaji.testkit.process.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ports of 127.0.0.1 for servers that are given their port before they listen on it, so that nothing else gets it meanwhile:
 * below those that systems give to connections and that Kubernetes gives to Services, each once in this JVM, and those of a
 * block that this JVM claims by listening on the first of it for as long as it runs. Thread-safe.
 */
public final class Ports {
    private static final int FIRST = 12_000;
    private static final int END = 30_000;
    private static final int BLOCK = 100;

    private static final List<ServerSocket> CLAIMS = new ArrayList<>();
    private static int last;

    private Ports() {}

    /**
     * The next port.
     *
     * @throws IllegalStateException if there is none left
     */
    public static synchronized int next() {
        while (true) {
            if (CLAIMS.isEmpty() || last % BLOCK == BLOCK - 1) {
                claim(); // a block that is used up stays claimed: its servers may still run
            }
            last++;
            if (listen(last).map(Ports::close).isPresent()) {
                return last;
            }
        }
    }

    private static void claim() {
        for (int port = FIRST; port < END; port += BLOCK) {
            var claim = listen(port);
            if (claim.isPresent()) {
                CLAIMS.add(claim.get());
                last = port;
                return;
            }
        }
        throw new IllegalStateException("no free ports from " + FIRST + " to " + END + " on 127.0.0.1");
    }

    private static Optional<ServerSocket> listen(int port) {
        try {
            return Optional.of(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        } catch (IOException taken) {
            return Optional.empty();
        }
    }

    private static boolean close(ServerSocket socket) {
        try {
            socket.close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

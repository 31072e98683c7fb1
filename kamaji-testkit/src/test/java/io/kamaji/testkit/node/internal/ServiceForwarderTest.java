package io.kamaji.testkit.node.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ServiceForwarderTest {
    private static final String ADDRESS = "127.99.3.1";

    @BeforeAll
    static void linux() {
        Assumptions.assumeTrue(io.kamaji.testkit.ProcessNode.unavailable().isEmpty(), "127.x.y.z addresses need Linux");
    }

    /** Sends back all that comes, once its end has come. */
    private static ServerSocket echo() throws IOException {
        var server = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        var thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (var socket = server.accept()) {
                    socket.getOutputStream().write(socket.getInputStream().readAllBytes());
                } catch (IOException e) {
                    return;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private static byte[] ask(InetSocketAddress address, byte[] bytes) throws Exception {
        for (int attempt = 0; ; attempt++) {
            try (var socket = new Socket()) {
                socket.connect(address, 1000);
                socket.setSoTimeout(60_000);
                var sender = new Thread(() -> {
                    try {
                        socket.getOutputStream().write(bytes);
                        socket.shutdownOutput();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
                sender.start();
                var answer = socket.getInputStream().readAllBytes();
                sender.join();
                return answer;
            } catch (java.net.ConnectException e) {
                if (attempt > 50) {
                    throw e;
                }
                Thread.sleep(20); // the listener is opened by another thread
            }
        }
    }

    @Test
    void forward_manyBytesAndHalfClose_allComeBack() throws Exception {
        try (var server = echo();
                var forwarder = new ServiceForwarder()) {
            var address = new InetSocketAddress(ADDRESS, 7443);
            forwarder.set(Map.of(address, List.of(new InetSocketAddress("127.0.0.1", server.getLocalPort()))));
            var bytes = new byte[3_000_000];
            new Random(1).nextBytes(bytes);
            for (int i = 0; i < 3; i++) {
                assertThat(Arrays.equals(ask(address, bytes), bytes)).isTrue();
            }
            // no ready pod: closed at once; then listening ends
            forwarder.set(Map.of(address, List.of()));
            try (var socket = new Socket(ADDRESS, 7443)) {
                socket.setSoTimeout(60_000);
                assertThat(readEnds(socket)).isTrue();
            }
        }
        assertThat(refuses(new InetSocketAddress(ADDRESS, 7443))).isTrue();
    }

    private static boolean readEnds(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset
        }
    }

    private static boolean refuses(InetSocketAddress address) {
        try (var socket = new Socket()) {
            socket.connect(address, 1000);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void routes_everyKindOfAddress_readyPodsOfTheSelector() {
        var service = JsonObject.parse("""
            metadata: {name: s, namespace: n}
            spec:
              clusterIP: 127.21.0.1
              selector: {app: x}
              ports: [{port: 443, targetPort: https, nodePort: 30443}, {port: 80}, {port: 53, protocol: UDP}]
            status: {loadBalancer: {ingress: [{ip: 127.22.0.1}, {ip: 10.0.0.1}]}}
            """);
        var ready = new ServiceRoutes.Endpoint(
                "n", Map.of("app", "x", "b", "c"), "127.130.0.2", Map.of("https", 6443), true);
        var notReady = new ServiceRoutes.Endpoint("n", Map.of("app", "x"), "127.130.0.3", Map.of("https", 6443), false);
        var other = new ServiceRoutes.Endpoint("m", Map.of("app", "x"), "127.130.0.4", Map.of("https", 6443), true);
        var https = List.of(new InetSocketAddress("127.130.0.2", 6443));
        var http = List.of(new InetSocketAddress("127.130.0.2", 80));
        assertThat(ServiceRoutes.of(List.of(service), List.of(ready, notReady, other), "127.0.0.1"))
                .isEqualTo(Map.of(
                        new InetSocketAddress("127.21.0.1", 443), https,
                        new InetSocketAddress("127.22.0.1", 443), https,
                        new InetSocketAddress("127.0.0.1", 30443), https,
                        new InetSocketAddress("127.21.0.1", 80), http,
                        new InetSocketAddress("127.22.0.1", 80), http));
        assertThat(ServiceRoutes.names(List.of(service))).isEqualTo(Map.of("s.n", "127.21.0.1"));
    }
}

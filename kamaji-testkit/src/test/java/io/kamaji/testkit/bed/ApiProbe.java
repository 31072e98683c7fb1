package io.kamaji.testkit.bed;

import io.kamaji.pki.Kubeconfig;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Asks a tenant's API for an object of its store each 200 ms, each time over a connection of its own and with no second
 * try, until it is closed. An API server that is going down may answer {@code /readyz} with a failure and still serve, so
 * that it is not asked for that. Thread-safe.
 */
public final class ApiProbe implements AutoCloseable {
    /** How often it asks. */
    public static final Duration PERIOD = Duration.ofMillis(200);

    /** What anybody may read, as a joining node does. */
    static final String OBJECT = "/api/v1/namespaces/kube-public/configmaps/cluster-info";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI server;
    private final InetSocketAddress at;
    private final SSLContext trust;
    private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final ExecutorService askers = Executors.newCachedThreadPool(ApiProbe::daemon);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(ApiProbe::daemon);
    private final long began = System.nanoTime();

    private ApiProbe(URI server, InetSocketAddress at, SSLContext trust) {
        this.server = server;
        this.at = at;
        this.trust = trust;
    }

    /** @param refusal why there was no answer with status 200 */
    private record Answer(Duration at, Duration took, Optional<String> refusal) {}

    /** Begins to ask the server of a kubeconfig. */
    public static ApiProbe start(Kubeconfig kubeconfig) {
        var server = URI.create(kubeconfig.server());
        return start(kubeconfig, new InetSocketAddress(server.getHost(), server.getPort()));
    }

    /** Begins to ask the server of a kubeconfig, by its name, at an address. */
    public static ApiProbe start(Kubeconfig kubeconfig, InetSocketAddress at) {
        var probe = new ApiProbe(URI.create(kubeconfig.server()), at, trusting(kubeconfig.certificateAuthorityPem()));
        probe.clock.scheduleAtFixedRate(
                () -> probe.askers.execute(probe::ask), 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        return probe;
    }

    /** How often it was not answered, in time: so many periods. */
    public Duration refused() {
        return PERIOD.multipliedBy(refusals().size());
    }

    private List<Answer> refusals() {
        return answers.stream().filter(answer -> answer.refusal.isPresent()).toList();
    }

    /** How many were asked and refused, how long the slowest took, and each refusal with its time. */
    @Override
    public String toString() {
        var slowest = answers.stream().map(Answer::took).max(Comparator.naturalOrder());
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d requests, %d refused (%.1f s), slowest answer %.2f s",
                answers.size(),
                refusals().size(),
                seconds(refused()),
                seconds(slowest.orElse(Duration.ZERO))));
        refusals()
                .forEach(answer -> text.append(String.format(
                        Locale.ROOT, "%n  at %.1f s: %s", seconds(answer.at), answer.refusal.orElseThrow())));
        return text.toString();
    }

    private void ask() {
        var asked = System.nanoTime();
        var refusal = refusal();
        answers.add(new Answer(Duration.ofNanos(asked - began), Duration.ofNanos(System.nanoTime() - asked), refusal));
    }

    private Optional<String> refusal() {
        try (var socket = (SSLSocket) trust.getSocketFactory().createSocket()) {
            if (!server.getHost().matches("[0-9.]+|\\[.*")) {
                var parameters = socket.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(server.getHost())));
                socket.setSSLParameters(parameters);
            }
            socket.connect(at, (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            var request = "GET " + OBJECT + " HTTP/1.1\r\nHost: " + server.getHost() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var said = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            return "HTTP/1.1 200 OK".equals(said) ? Optional.empty() : Optional.of(String.valueOf(said));
        } catch (IOException e) {
            return Optional.of(e.toString());
        }
    }

    private static SSLContext trusting(String pem) {
        try {
            var certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("ca", certificate);
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("not a CA to trust", e);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task, "api-probe");
        thread.setDaemon(true);
        return thread;
    }

    /** Asks no more, and waits for what was asked. */
    @Override
    public void close() {
        clock.shutdownNow();
        askers.shutdown();
        try {
            askers.awaitTermination(3 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

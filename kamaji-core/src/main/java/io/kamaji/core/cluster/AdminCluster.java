package io.kamaji.core.cluster;

import io.kamaji.core.cluster.internal.ClientJavaCluster;
import io.kubernetes.client.openapi.ApiClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/**
 * Which admin cluster to work on, and as whom. Nothing is read or connected before {@link #connect()}. Limits: 10 s to
 * connect, {@link #REQUEST_TIMEOUT} for a request unless {@link #requestTimeout} says otherwise. Immutable and thread-safe.
 */
public final class AdminCluster {
    /** The default limit of one request: 30 s. */
    public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    private final String description;
    private final Function<Duration, ClusterClient> connector;
    private final Duration requestTimeout;

    private AdminCluster(String description, Function<Duration, ClusterClient> connector, Duration requestTimeout) {
        this.description = description;
        this.connector = connector;
        this.requestTimeout = requestTimeout;
    }

    private AdminCluster(String description, Function<Duration, ClusterClient> connector) {
        this(description, connector, REQUEST_TIMEOUT);
    }

    /** The current context of a kubeconfig file; relative paths in it are relative to it. */
    public static AdminCluster kubeconfig(Path file) {
        return new AdminCluster("kubeconfig " + file, limit -> ClientJavaCluster.kubeconfig(file, limit));
    }

    /** The current context of a kubeconfig given as text. */
    public static AdminCluster kubeconfig(String yaml) {
        return new AdminCluster("kubeconfig text", limit -> ClientJavaCluster.kubeconfig(yaml, limit));
    }

    /** The cluster that this program runs in as a pod, as the pod's service account. */
    public static AdminCluster inCluster() {
        return new AdminCluster("in-cluster", ClientJavaCluster::inCluster);
    }

    /** A client-java client, which is not changed and not closed; only its address, TLS and credentials are used. */
    public static AdminCluster of(ApiClient client) {
        return new AdminCluster("ApiClient " + client.getBasePath(), limit -> ClientJavaCluster.of(client, limit));
    }

    /** Any client, such as a simulator's; it is closed with what connects to it, and has limits of its own. */
    public static AdminCluster of(ClusterClient client) {
        return new AdminCluster("client of " + client.server(), limit -> client);
    }

    /**
     * The same, with another limit of one request, from connecting to the last byte of the answer. A request that takes
     * longer ends as one without an answer: whether a write took effect is not known. Watches have the limit that they are
     * opened with.
     *
     * @param limit at least 1 ms; a page of a list has up to 500 objects
     */
    public AdminCluster requestTimeout(Duration limit) {
        if (limit.toMillis() < 1) {
            throw new IllegalArgumentException("a limit of at least 1 ms, not " + limit);
        }
        return new AdminCluster(description, connector, limit);
    }

    /**
     * A client, to be closed by the caller. No request is made yet.
     *
     * @throws ClusterException if the kubeconfig or the service account can't be read
     */
    public ClusterClient connect() {
        return connector.apply(requestTimeout);
    }

    @Override
    public String toString() {
        return "AdminCluster[" + description + "]";
    }
}

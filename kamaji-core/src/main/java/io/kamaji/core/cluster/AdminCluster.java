package io.kamaji.core.cluster;

import io.kamaji.core.cluster.internal.ClientJavaCluster;
import io.kubernetes.client.openapi.ApiClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Which admin cluster to work on, and as whom. Nothing is read or connected before {@link #connect()}. Limits: 10 s to
 * connect, otherwise {@link ClientLimits#ofAdmin()} unless others are given. Immutable and thread-safe.
 */
public final class AdminCluster {
    private final String description;
    private final Function<ClientLimits, ClusterClient> connector;
    private final ClientLimits limits;

    private AdminCluster(String description, Function<ClientLimits, ClusterClient> connector, ClientLimits limits) {
        this.description = description;
        this.connector = connector;
        this.limits = limits;
    }

    private AdminCluster(String description, Function<ClientLimits, ClusterClient> connector) {
        this(description, connector, ClientLimits.ofAdmin());
    }

    /** The current context of a kubeconfig file; relative paths in it are relative to it. */
    public static AdminCluster kubeconfig(Path file) {
        return new AdminCluster("kubeconfig " + file, limits -> ClientJavaCluster.kubeconfig(file, limits));
    }

    /** The current context of a kubeconfig given as text. */
    public static AdminCluster kubeconfig(String yaml) {
        return new AdminCluster("kubeconfig text", limits -> ClientJavaCluster.kubeconfig(yaml, limits));
    }

    /** The cluster that this program runs in as a pod, as the pod's service account. */
    public static AdminCluster inCluster() {
        return new AdminCluster("in-cluster", ClientJavaCluster::inCluster);
    }

    /** A client-java client, which is not changed and not closed; only its address, TLS and credentials are used. */
    public static AdminCluster of(ApiClient client) {
        return new AdminCluster("ApiClient " + client.getBasePath(), limits -> ClientJavaCluster.of(client, limits));
    }

    /** Any client, such as a simulator's; it is closed with what connects to it, and has limits of its own. */
    public static AdminCluster of(ClusterClient client) {
        return new AdminCluster("client of " + client.server(), limits -> client);
    }

    /**
     * The same, with another limit of one request, from connecting to the last byte of the answer. A request that takes
     * longer ends as one without an answer: whether a write took effect is not known. Watches have the limit that they are
     * opened with.
     *
     * @param limit at least 1 ms
     */
    public AdminCluster requestTimeout(Duration limit) {
        return limits(limits.toBuilder().request(limit).build());
    }

    /** The same, with other limits; a client of one's own has its own. */
    public AdminCluster limits(ClientLimits value) {
        return new AdminCluster(description, connector, value);
    }

    /** The same; a listener is told of every call, of cluster {@code admin}. */
    public AdminCluster listener(Consumer<? super ClusterCall> listener) {
        return new AdminCluster(
                description, value -> ReportingClient.of(connector.apply(value), "admin", listener), limits);
    }

    /**
     * A client, to be closed by the caller. No request is made yet.
     *
     * @throws ClusterException if the kubeconfig or the service account can't be read
     */
    public ClusterClient connect() {
        return connector.apply(limits);
    }

    @Override
    public String toString() {
        return "AdminCluster[" + description + "]";
    }
}

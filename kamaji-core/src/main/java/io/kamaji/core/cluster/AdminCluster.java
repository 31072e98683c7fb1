package io.kamaji.core.cluster;

import io.kamaji.core.cluster.internal.ClientJavaCluster;
import io.kubernetes.client.openapi.ApiClient;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Which admin cluster to work on, and as whom. Nothing is read or connected before {@link #connect()}. Limits: 10 s to
 * connect, 30 s for an answer. Immutable and thread-safe.
 */
public final class AdminCluster {
    private final String description;
    private final Supplier<ClusterClient> connector;

    private AdminCluster(String description, Supplier<ClusterClient> connector) {
        this.description = description;
        this.connector = connector;
    }

    /** The current context of a kubeconfig file; relative paths in it are relative to it. */
    public static AdminCluster kubeconfig(Path file) {
        return new AdminCluster("kubeconfig " + file, () -> ClientJavaCluster.kubeconfig(file));
    }

    /** The current context of a kubeconfig given as text. */
    public static AdminCluster kubeconfig(String yaml) {
        return new AdminCluster("kubeconfig text", () -> ClientJavaCluster.kubeconfig(yaml));
    }

    /** The cluster that this program runs in as a pod, as the pod's service account. */
    public static AdminCluster inCluster() {
        return new AdminCluster("in-cluster", ClientJavaCluster::inCluster);
    }

    /** A client-java client, which is not changed and not closed; only its address, TLS and credentials are used. */
    public static AdminCluster of(ApiClient client) {
        return new AdminCluster("ApiClient " + client.getBasePath(), () -> ClientJavaCluster.of(client));
    }

    /** Any client, such as a simulator's; it is closed with what connects to it. */
    public static AdminCluster of(ClusterClient client) {
        return new AdminCluster("client of " + client.server(), () -> client);
    }

    /**
     * A client, to be closed by the caller. No request is made yet.
     *
     * @throws ClusterException if the kubeconfig or the service account can't be read
     */
    public ClusterClient connect() {
        return connector.get();
    }

    @Override
    public String toString() {
        return "AdminCluster[" + description + "]";
    }
}

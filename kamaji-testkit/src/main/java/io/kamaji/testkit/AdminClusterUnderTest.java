package io.kamaji.testkit;

import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;

/**
 * An admin cluster that tests run against, whatever it is made of: the same test runs over the simulator in milliseconds and
 * over a real API server where there is one. See {@link AdminClusterKind} for what there is. Thread-safe.
 */
public interface AdminClusterUnderTest extends AutoCloseable {

    /** A kubeconfig, as YAML, of a user who may do anything. */
    String kubeconfig();

    /** How Kamaji reaches it. */
    default AdminCluster cluster() {
        return AdminCluster.kubeconfig(kubeconfig());
    }

    /** A client, to be closed by the caller. */
    default ClusterClient connect() {
        return cluster().connect();
    }

    /** Ends and removes what was started for the test; a cluster that was there before stays as it is. */
    @Override
    void close();
}

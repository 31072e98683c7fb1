package io.kamaji.testkit.cluster;

import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.pki.Kubeconfig;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a test reaches its tenant cluster, as a member of the tenant's administrators. Thread-safe; valid until the cluster's
 * scope ends.
 *
 * @param path of a file with it, for kubectl and other programs; readable by this user only
 * @param kubeconfig the same as a value
 * @param client a client of the tenant's API; closed with the cluster, not by the test
 * @param startup from the start of the in-JVM admin cluster to the tenant being ready
 */
public record TenantKubeconfig(Path path, Kubeconfig kubeconfig, ClusterClient client, Duration startup) {

    /** The text of the file. */
    public String toYaml() {
        return kubeconfig.toYaml();
    }

    /** URL of the API. */
    public String server() {
        return kubeconfig.server();
    }

    @Override
    public String toString() {
        return "TenantKubeconfig[" + path + ", " + server() + "]";
    }
}

package io.kamaji.examples.cli;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.manifest.ResourceTypes;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which cluster, and which namespace of it. */
final class Where {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "of the admin cluster; default: $KUBECONFIG, else ~/.kube/config")
    private Path kubeconfig;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "of the tenant; default: default, or all where tenants are listed")
    private String namespace;

    Optional<String> namespaceOrAll() {
        return Optional.ofNullable(namespace);
    }

    ObjectRef ref(String tenant) {
        return ResourceTypes.TENANT_CONTROL_PLANE.ref(namespaceOrAll().orElse("default"), tenant);
    }

    ClusterClient connect() {
        return cluster().connect();
    }

    Kamaji kamaji() {
        return Kamaji.connect(cluster());
    }

    private AdminCluster cluster() {
        return AdminCluster.kubeconfig(Optional.ofNullable(kubeconfig)
                .or(() -> Optional.ofNullable(System.getenv("KUBECONFIG"))
                        .filter(value -> !value.isEmpty())
                        .map(Path::of))
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".kube", "config")));
    }
}

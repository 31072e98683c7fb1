package io.kamaji.testkit.admin.internal;

import io.kamaji.testkit.AdminClusterUnderTest;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * K3s in a container. The image is that of property {@code kamaji.test.k3s}, by default {@value #IMAGE}. All that names
 * Testcontainers is in here, so that who has no K3s needs no Testcontainers. Thread-safe.
 */
public final class K3sCluster implements AdminClusterUnderTest {
    private static final String IMAGE = "rancher/k3s:v1.36.3-k3s1";

    private final K3sContainer container;

    private K3sCluster(K3sContainer container) {
        this.container = container;
    }

    public static Optional<String> missing() {
        try {
            return DockerClientFactory.instance().isDockerAvailable()
                    ? Optional.empty()
                    : Optional.of("no Docker, which K3s runs in");
        } catch (NoClassDefFoundError e) {
            return Optional.of("no org.testcontainers:k3s on the class path: add it as a test dependency");
        }
    }

    public static AdminClusterUnderTest start() {
        missing().ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
        var container = new K3sContainer(DockerImageName.parse(System.getProperty("kamaji.test.k3s", IMAGE))
                .asCompatibleSubstituteFor("rancher/k3s"));
        try {
            container.start();
            return new K3sCluster(container);
        } catch (RuntimeException e) {
            container.stop();
            throw e;
        }
    }

    @Override
    public String kubeconfig() {
        return container.getKubeConfigYaml();
    }

    @Override
    public void close() {
        container.stop();
    }
}

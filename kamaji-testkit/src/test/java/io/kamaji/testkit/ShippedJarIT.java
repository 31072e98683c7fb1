package io.kamaji.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.testkit.simulator.RecordedRequest;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What only the jars show, which a build has from its package phase on. */
class ShippedJarIT {

    @Test
    void request_fromTheJar_saysWhichVersionSentIt() throws URISyntaxException {
        var code = Path.of(
                Kamaji.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Assumptions.assumeTrue(Files.isRegularFile(code), "kamaji-core is not loaded from its jar: run mvn verify");
        var version = code.getFileName().toString().replaceFirst("kamaji-core-(.*)\\.jar", "$1");

        try (var simulator = ApiServerSimulator.start();
                var client = AdminCluster.kubeconfig(simulator.kubeconfig()).connect()) {
            client.get(ObjectRef.of("v1", "Namespace", "default"));

            assertThat(simulator.requests().all())
                    .extracting(RecordedRequest::userAgent)
                    .containsOnly("kamaji-java/" + version);
        }
    }
}

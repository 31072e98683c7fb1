package io.kamaji.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.testkit.AdminClusterKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The types of Kubernetes that a spec embeds are checked by what a real API server says of them. */
class CoreTypesIT {
    private static final String RESOURCE = "/io/kamaji/api/schema/core-v1.json";

    @Test
    void embeddedTypes_ofARealApiServer_equalTheShippedOnes() throws Exception {
        try (var real = AdminClusterKind.PROCESSES.startOrSkip();
                var in = TenantControlPlane.class.getResourceAsStream(RESOURCE)) {
            var derived =
                    CoreTypes.derive(Kube.of(real).get("/openapi/v3/api/v1").body());
            var copy = Files.writeString(Path.of("target", "core-v1.json"), derived.toJson() + "\n");

            var shipped = JsonObject.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(shipped)
                    .as("to ship what the API server says, copy %s over kamaji-api's %s", copy, RESOURCE)
                    .isEqualTo(derived);
        }
    }
}

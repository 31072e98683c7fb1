package io.kamaji.api.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Quantity;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class SizeTest {
    private static final List<String> COMPONENTS = List.of("apiServer", "controllerManager", "scheduler");

    private static JsonObject resources(TenantControlPlane.Builder tenant) {
        return tenant.build().toJsonObject().object("spec", "controlPlane", "deployment", "resources");
    }

    private static TenantControlPlane.Builder tenant() {
        return TenantControlPlane.builder("tenants", "blue")
                .kubernetesVersion("1.36.3")
                .clusterIp();
    }

    @Test
    void resources_size_requestsAndLeavesLimits() {
        var resources = resources(tenant().apiServer(c -> c.limitMemory("2Gi")).resources(Size.MEDIUM));

        assertThat(resources.object("apiServer"))
                .isEqualTo(JsonObject.of("limits", JsonObject.of("memory", "2Gi"))
                        .with("requests", JsonObject.of("cpu", "250m", "memory", "400Mi")));
        assertThat(resources.object("scheduler").has("limits")).isFalse();
    }

    @Test
    void resources_largerTenant_asksForMoreOfEverything() {
        for (var component : COMPONENTS) {
            for (var resource : List.of("cpu", "memory")) {
                assertThat(List.of(Size.values()))
                        .extracting(size -> number(resources(tenant().resources(size))
                                .get(component, "requests", resource)
                                .orElseThrow()))
                        .isSorted()
                        .doesNotHaveDuplicates();
            }
        }
    }

    private static BigDecimal number(JsonValue quantity) {
        return Quantity.of(quantity).orElseThrow();
    }
}

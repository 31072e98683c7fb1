package io.kamaji.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManifestsTest {

    @Test
    void configMap_withLabelsAndData_hasThemInTheOrderOfTheirKeys() {
        var built = Manifests.configMap("tenants", "settings")
                .label("b", "2")
                .label("a", "1")
                .annotation("note", "x")
                .data("second", "2")
                .data("first", "1")
                .build();
        assertThat(built.toJson())
                .isEqualTo("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"settings\","
                        + "\"namespace\":\"tenants\",\"labels\":{\"a\":\"1\",\"b\":\"2\"},\"annotations\":{\"note\":\"x\"}},"
                        + "\"data\":{\"first\":\"1\",\"second\":\"2\"}}");
    }

    @Test
    void secret_withData_encodesIt() {
        var built =
                Manifests.secret("tenants", "account").data("user", "kämaji").build();
        assertThat(built.text("data", "user")).hasValue("a8OkbWFqaQ==");
    }

    @Test
    void object_withNothing_hasNoEmptyMembers() {
        var built = Manifests.of(ResourceTypes.CONFIG_MAP, "settings")
                .owners(List.of())
                .metadata("resourceVersion", Optional.empty())
                .with("spec", null)
                .build();
        assertThat(built.toJson())
                .isEqualTo("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"settings\"}}");
    }

    @Test
    void controller_ofATenantThatIsNoObject_isNone() {
        var tenant = TenantControlPlane.builder("tenants", "alpha")
                .kubernetesVersion("1.36.3")
                .clusterIp()
                .build();
        var stored = tenant.toJsonObject().withAt(List.of("metadata", "uid"), "u-1");
        assertThat(OwnerReferences.controller(tenant)).isEmpty();
        assertThat(OwnerReferences.controller(TenantControlPlane.of(stored)))
                .hasValue(JsonObject.of("apiVersion", "kamaji.clastix.io/v1alpha1", "kind", "TenantControlPlane")
                        .with("name", "alpha")
                        .with("uid", "u-1")
                        .with("controller", true)
                        .with("blockOwnerDeletion", true));
    }
}

package io.kamaji.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.DataStoreBinding;
import io.kamaji.core.component.OverrideBinding;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.TenantAccount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OverrideWarningsTest {
    private static final StorageBinding BINDING =
            StorageBinding.builder(Map.of()).maxReplicas(1).build();
    private static final DataStoreBinding STORE = new DataStoreBinding(
                    "shared", "etcd", List.of(), new TenantAccount("blue", "blue", "", "tenants/blue"), BINDING)
            .withOverrides(List.of(
                    new OverrideBinding("apps/deployments", "apps", BINDING),
                    new OverrideBinding("/events", "events", BINDING)));

    private static JsonObject deployment(String overrides) {
        return JsonObject.parse("""
                spec:
                  template:
                    spec:
                      containers:
                      - {name: kube-apiserver, args: [--v=2, "--etcd-servers-overrides=%s"]}
                """.formatted(overrides));
    }

    private static List<String> warnings(String before, String after) {
        return OverrideWarnings.warnings(Optional.of(deployment(before)), deployment(after), STORE);
    }

    @Test
    void warnings_endpointAddedOrNothingChanged_isEmpty() {
        assertThat(warnings("/events#https://a:1", "/events#https://b:1;https://a:1"))
                .isEmpty();
        assertThat(warnings("/events#https://a:1", "/events#https://a:1")).isEmpty();
    }

    @Test
    void warnings_otherServers_namesBothStoresAndThePath() {
        assertThat(warnings(
                        "apps/deployments#https://x:1,/events#https://a:1;https://b:1",
                        "apps/deployments#https://x:1,/events#https://c:1"))
                .singleElement()
                .asString()
                .startsWith("spec.dataStoreOverrides[1]: no object is copied: /events goes from https://a:1 and"
                        + " https://b:1 to datastore events");
    }

    @Test
    void warnings_noDeploymentYet_isEmpty() {
        assertThat(OverrideWarnings.warnings(Optional.empty(), deployment("/events#https://a:1"), STORE))
                .isEmpty();
    }
}

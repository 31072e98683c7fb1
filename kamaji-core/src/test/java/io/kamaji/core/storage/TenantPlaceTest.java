package io.kamaji.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.testing.InMemoryCluster;
import org.junit.jupiter.api.Test;

class TenantPlaceTest {
    private static final ObjectRef SECRET = ObjectRef.of("v1", "Secret", "tenants", "blue-datastore-config");

    private final InMemoryCluster admin = new InMemoryCluster();

    @Test
    void current_noSecret_failureBeginsWithIt() {
        assertThat(current()).hasMessageStartingWith(SECRET + ": missing");
        assertThat(current().ref()).hasValue(SECRET);
    }

    @Test
    void current_secretWithoutDatastore_failureBeginsWithIt() {
        admin.put(JsonObject.parse("""
                apiVersion: v1
                kind: Secret
                metadata: {name: blue-datastore-config, namespace: tenants}
                """));

        assertThat(current())
                .hasMessage(SECRET + ": the Secret does not say for which datastore it is: reconcile the tenant first");
    }

    private KamajiException current() {
        var tenant = TenantControlPlane.builder("tenants", "blue")
                .kubernetesVersion("v1.36.3")
                .clusterIp()
                .build();
        var settings = ReconcilerSettings.builder().build().storage();
        return catchThrowableOfType(KamajiException.class, () -> TenantPlace.current(tenant, admin, settings));
    }
}

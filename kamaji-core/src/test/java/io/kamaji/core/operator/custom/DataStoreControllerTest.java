package io.kamaji.core.operator.custom;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.EventRecorder;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.OperatorContext;
import io.kamaji.core.operator.Watches;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.reconcile.TenantReconciler;
import io.kamaji.core.testing.InMemoryCluster;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DataStoreControllerTest {
    private static final ObjectRef EMBEDDED = ResourceTypes.DATA_STORE.ref("embedded");

    private final InMemoryCluster admin = new InMemoryCluster();
    private final TenantIndex tenants = new TenantIndex();
    private final DataStoreController controller = new DataStoreController(
            new Context(),
            new Scope(List.of()),
            tenants,
            new EventRecorder(admin, ReconcilerSettings.defaults().clock(), "test"));

    private final class Context implements OperatorContext {
        private final ReconcilerSettings settings = ReconcilerSettings.defaults();

        @Override
        public ClusterClient admin() {
            return admin;
        }

        @Override
        public ReconcilerSettings settings() {
            return settings;
        }

        @Override
        public TenantReconciler reconciler() {
            return TenantReconciler.create(settings);
        }

        @Override
        public Watches watches() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void wake(ObjectRef key) {}
    }

    /** Its first look after a start may be before the first list: it would tell that nobody uses it. */
    @Test
    void handle_tenantsNotKnownYet_writesNothingAndWaits() {
        admin.put(DataStore.sqlite("embedded").build().toCustomResource());

        var next = controller.handle(EMBEDDED);

        assertThat(next).hasToString("waiting for the list of tenants");
        assertThat(admin.requests()).containsExactly("GET " + EMBEDDED);
    }

    @Test
    void users_afterAnotherBeginning_areThoseThatWereToldSince() {
        var blue = ResourceTypes.TENANT_CONTROL_PLANE.ref("tenants", "blue");
        tenants.seen(blue, Optional.of(JsonObject.parse("{spec: {dataStore: embedded}}")));
        tenants.completeOnce(() -> true);
        assertThat(tenants.users("embedded")).containsExactly("tenants/blue");

        tenants.begin();

        assertThat(tenants.isComplete()).isFalse();
        assertThat(tenants.users("embedded")).isEmpty();
    }
}

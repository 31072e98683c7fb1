package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.DataStore;
import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.tenant.DataStoreOverride;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.storage.DataStoreSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Resources in a store of their own: an account there, nothing of it lost, nothing of it left. */
class OverridesTest {
    private static final DataStore EVENTS = Blue.etcd("events");
    private static final ObjectRef ACCOUNT =
            ObjectRef.of("v1", "Secret", Blue.NAMESPACE, "blue-datastore-config-events");

    private final TenantWorld world = Blue.world();

    private static ReconcilerSettings.Builder stores(ReconcilerSettings.Builder settings) {
        return settings.dataStores(DataStoreSource.of(Blue.ETCD, Blue.SQLITE, EVENTS));
    }

    private static TenantControlPlane eventsIn(String store) {
        var override =
                DataStoreOverride.builder().resource("/events").dataStore(store).build();
        return Blue.spec()
                .spec(spec -> spec.dataStoreOverrides(List.of(override)))
                .build();
    }

    @Test
    void create_eventsElsewhere_hasAnAccountInBothStoresAndASecondPassIsQuiet() {
        try (world) {
            try (var kamaji = world.connect(OverridesTest::stores)) {
                assertThat(kamaji.tenant(eventsIn("events")).plan().storeSteps())
                        .contains("user tenants_blue in datastore shared", "user tenants_blue in datastore events");
            }
            world.converge(eventsIn("events"), OverridesTest::stores);
            assertThat(world.store().tenants()).containsOnlyKeys("shared/tenants_blue", "events/tenants_blue");
            assertThat(Blue.deployment(world).toYaml()).contains("--etcd-servers-overrides=/events#https://etcd-0");
            try (var kamaji = world.connect(OverridesTest::stores)) {
                assertThat(kamaji.tenant(eventsIn("events"))
                                .reconcile()
                                .report()
                                .writes())
                        .isZero();
            }
        }
    }

    @Test
    void plan_overridesOfARunningTenantChange_warnsThatNothingIsCopied() {
        var without = Blue.spec().build();
        var with = eventsIn("events");
        try (world) {
            assertThat(ofCopies(without)).isEmpty();
            assertThat(ofCopies(with)).isEmpty();
            world.converge(without, OverridesTest::stores);
            assertThat(ofCopies(with))
                    .singleElement()
                    .asString()
                    .startsWith("spec.dataStoreOverrides[0]: no object is copied: /events goes from datastore shared to"
                            + " datastore events");
            world.converge(with, OverridesTest::stores);
            assertThat(ofCopies(with)).isEmpty();
            assertThat(ofCopies(without))
                    .singleElement()
                    .asString()
                    .startsWith("spec.dataStoreOverrides: no object is copied: /events goes from"
                            + " https://etcd-0.etcd.svc:2379 to datastore shared");
        }
    }

    private List<String> ofCopies(TenantControlPlane tenant) {
        try (var kamaji = world.connect(OverridesTest::stores)) {
            return kamaji.tenant(tenant).plan().warnings().stream()
                    .filter(text -> text.contains("no object is copied"))
                    .toList();
        }
    }

    @Test
    void update_overrideRemoved_keepsTheAccountUntilTheTenantGoes() {
        try (world) {
            world.converge(eventsIn("events"), OverridesTest::stores);
            var without = Blue.spec().build();
            try (var kamaji = world.connect(OverridesTest::stores)) {
                assertThat(kamaji.tenant(without).plan().warnings())
                        .anyMatch(text -> text.contains("blue-datastore-config-events"));
            }
            world.converge(without, OverridesTest::stores);
            assertThat(Blue.deployment(world).toYaml()).doesNotContain("--etcd-servers-overrides");
            assertThat(world.admin().get(ACCOUNT)).isPresent();
            world.delete(without, OverridesTest::stores);
            assertThat(world.store().tenants()).isEmpty();
            assertThat(Blue.objects(world).objects()).isEmpty();
        }
    }

    @Test
    void delete_storeOfOverridesDown_keepsItsAccountUntilItAnswers() {
        try (world) {
            world.converge(eventsIn("events"), OverridesTest::stores);
            try (var kamaji = world.connect(OverridesTest::stores)) {
                assertThat(kamaji.tenant(eventsIn("events")).planDelete().warnings())
                        .anyMatch(text -> text.contains("datastore shared"))
                        .anyMatch(text -> text.contains("datastore events"));
            }
            world.store().failOn(2, false);
            world.delete(eventsIn("events"), OverridesTest::stores);
            assertThat(world.store().tenants()).isEmpty();
            assertThat(Blue.objects(world).objects()).isEmpty();
        }
    }

    @Test
    void create_storeThatKubeApiServerCantUse_isRefusedBeforeAnythingIsWritten() {
        try (world) {
            refused("shared", Blue.SQLITE, "DataStoreOverrides can only use ETCD driver");
            refused("shared", Blue.etcd("events", Blue.authority()), "its CA is not that of datastore shared");
            refused(
                    "embedded",
                    EVENTS,
                    "kube-apiserver needs a client certificate for it, and with one it speaks TLS on the socket of kine,"
                            + " which datastore embedded (SQLite) needs");
            assertThat(Blue.objects(world).objects()).isEmpty();
        }
    }

    private void refused(String own, DataStore other, String why) {
        var stores = DataStoreSource.of(
                List.of(Blue.ETCD, Blue.SQLITE, other).stream().distinct().toArray(DataStore[]::new));
        try (var kamaji = world.connect(settings -> settings.dataStores(stores))) {
            var tenant = eventsIn(other.metadata().name().orElseThrow()).toBuilder()
                    .dataStore(own)
                    .replicas(1)
                    .build();
            assertThatThrownBy(() -> kamaji.tenant(tenant).reconcile())
                    .isInstanceOfSatisfying(
                            InvalidSpecException.class,
                            e -> assertThat(e.violations()).singleElement().satisfies(violation -> {
                                assertThat(violation.path()).isEqualTo("spec.dataStoreOverrides[0].dataStore");
                                assertThat(violation.message()).startsWith(why);
                            }));
        }
    }
}

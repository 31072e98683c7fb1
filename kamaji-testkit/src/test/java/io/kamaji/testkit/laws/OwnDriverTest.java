package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.DataStore;
import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.datastore.BasicAuth;
import io.kamaji.api.datastore.ContentRef;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.datastore.Drivers;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.kine.KineDriver;
import io.kamaji.datastore.kine.KineEndpoint;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A driver of one's own, under a name of its own, for a datastore that is given in code. */
class OwnDriverTest {
    private final Cockroach driver = new Cockroach();
    private final TenantWorld world = Blue.world();

    /** All that a driver is whose store kine speaks to; this one's server is a set. */
    private static final class Cockroach extends KineDriver {
        private final Set<String> accounts = new TreeSet<>();

        Cockroach() {
            super("Cockroach", "Cockroach needs the administrator's name and password");
        }

        @Override
        public boolean shared() {
            return true;
        }

        @Override
        public Credential credential() {
            return Credential.PASSWORD;
        }

        @Override
        public StorageBinding bind(ResolvedDataStore store, TenantAccount tenant) {
            var endpoint = "postgres://" + KineEndpoint.variable("DB_USER", tenant.username())
                    + ":$(DB_PASSWORD)@$(DB_CONNECTION_STRING)/" + KineEndpoint.variable("DB_SCHEMA", tenant.schema());
            return KineEndpoint.of(endpoint).bind(store, tenant);
        }

        @Override
        public List<String> inspect(ResolvedDataStore store, TenantAccount tenant) {
            return accounts.contains(tenant.username()) ? List.of() : List.of("account " + tenant.username());
        }

        @Override
        public void ensure(ResolvedDataStore store, TenantAccount tenant) {
            accounts.add(tenant.username());
        }

        @Override
        public void drop(ResolvedDataStore store, TenantAccount tenant) {
            accounts.remove(tenant.username());
        }

        @Override
        public void check(ResolvedDataStore store) {}
    }

    private static ContentRef inline(String base64) {
        return ContentRef.builder().content(base64).build();
    }

    private static DataStore store(String driver) {
        return DataStore.builder()
                .metadata(m -> m.name("mine"))
                .spec(s -> s.driver(driver)
                        .endpoints(List.of("127.0.0.1:26257"))
                        .basicAuth(BasicAuth.builder()
                                .username(inline("cm9vdA=="))
                                .password(inline("c2VjcmV0"))
                                .build()))
                .build();
    }

    private ReconcilerSettings.Builder settings(ReconcilerSettings.Builder settings, String named) {
        return settings.drivers(Drivers.of(driver)).dataStores(DataStoreSource.of(store(named)));
    }

    private static TenantControlPlane tenant() {
        return Blue.spec().dataStore("mine").build();
    }

    @Test
    void converge_driverOfANameOfItsOwn_servesTheTenantUntilItGoes() {
        try (world) {
            try (var kamaji = world.connect(s -> settings(s, "Cockroach"))) {
                var plan = kamaji.tenant(tenant()).plan();
                assertThat(plan.storeSteps()).containsExactly("account tenants_blue in datastore mine");
                assertThat(plan.warnings()).anyMatch(text -> text.contains("datastore mine has no spec.tlsConfig"));
            }
            world.converge(tenant(), s -> settings(s, "Cockroach"));
            assertThat(driver.accounts).containsExactly("tenants_blue");
            assertThat(Blue.deployment(world).toYaml()).contains("--endpoint=postgres://");
            world.delete(tenant(), s -> settings(s, "Cockroach"));
            assertThat(driver.accounts).isEmpty();
        }
    }

    @Test
    void plan_driverThatIsNotAtHand_isRefusedWithThoseThatAre() {
        try (world;
                var kamaji = world.connect(s -> settings(s, "Cockroch"))) {
            assertThatThrownBy(() -> kamaji.tenant(tenant()).plan())
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("spec.driver: \"Cockroch\": there is no such driver, only [Cockroach]");
        }
    }
}

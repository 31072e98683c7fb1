package io.kamaji.datastore.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.DataStore;
import io.kamaji.api.datastore.SqliteSpec;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.SecretSource;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.StorageBinding.DataVolume;
import io.kamaji.datastore.TenantAccount;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SqliteDriverTest {
    private static final TenantAccount TENANT = new TenantAccount("blue", "blue", "pw", "test/blue");
    private final SqliteDriver driver = new SqliteDriver();

    private static DataStore store(SqliteSpec sqlite) {
        return DataStore.builder()
                .metadata(m -> m.name("file"))
                .spec(s -> s.driver("SQLite").sqlite(sqlite))
                .build();
    }

    private StorageBinding bind(SqliteSpec sqlite) {
        return driver.bind(ResolvedDataStore.resolve(store(sqlite), SecretSource.none()), TENANT);
    }

    @Test
    void bind_nothingSet_isAClaimForOnePod() {
        var binding = bind(SqliteSpec.builder().build());
        assertThat(binding.kine().orElseThrow().volume()).contains(new DataVolume(true, Optional.empty(), "1Gi"));
        assertThat(binding.maxReplicas()).isEqualTo(1);
        assertThat(binding.apiServerFlags())
                .containsEntry("--etcd-servers", "unix:///uds/kine")
                .containsEntry("--etcd-prefix", "/blue")
                .hasSize(2);
        assertThat(binding.warnings()).isEmpty();
    }

    @Test
    void bind_emptyDir_warnsOfTheLoss() {
        var binding = bind(SqliteSpec.builder().volume("emptyDir").size("64Mi").build());
        assertThat(binding.kine().orElseThrow().volume()).contains(new DataVolume(false, Optional.empty(), "64Mi"));
        assertThat(binding.warnings()).singleElement().asString().contains("loses all data");
    }

    @Test
    void bind_tenantOfAnotherPrefix_keepsIt() {
        var old = new TenantAccount("blue", "blue", "pw", "test/blue", "/registry");
        var binding =
                driver.bind(ResolvedDataStore.resolve(store(SqliteSpec.builder().build()), SecretSource.none()), old);
        assertThat(binding.apiServerFlags()).containsEntry("--etcd-prefix", "/registry");
    }

    @Test
    void validate_whatSqliteHasNot_isAViolationEach() {
        var wrong = store(SqliteSpec.builder().volume("hostPath").build()).toBuilder()
                .spec(s -> s.endpoints(List.of("a:1")))
                .build();
        assertThat(driver.validate(wrong))
                .extracting(v -> v.path())
                .containsExactly("spec.endpoints", "spec.sqlite.volume");
    }
}

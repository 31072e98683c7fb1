package io.kamaji.api.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.value.Violation;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What annotations set: read, refused with its path, and written by the builder's short forms. */
class SettingsTest {

    private static TenantControlPlane.Builder tenant() {
        return TenantControlPlane.builder("tenants", "blue")
                .kubernetesVersion("1.36.3")
                .clusterIp()
                .dataStore("shared");
    }

    @Test
    void build_shortForms_areAnnotationsThatSurviveADocument() {
        var tenant = tenant().priorityClass("tenant-critical")
                .clients("10.0.0.0/8", "2001:db8::/32", "front")
                .monitors("monitoring/app=prometheus")
                .setting(Settings.SPREAD, false)
                .build();
        var read = TenantControlPlane.of(tenant.toJsonObject());

        assertThat(read.metadata().annotations().orElseThrow())
                .containsEntry("settings.kamaji.clastix.io/isolation-clients", "10.0.0.0/8,2001:db8::/32,front")
                .containsEntry("settings.kamaji.clastix.io/isolated", "true");
        assertThat(read.setting(Settings.PRIORITY_CLASS)).contains("tenant-critical");
        assertThat(read.setting(Settings.SPREAD)).contains(false);
        assertThat(read.setting(Settings.MONITORS).orElseThrow())
                .singleElement()
                .satisfies(peer -> {
                    assertThat(peer.namespace()).contains("monitoring");
                    assertThat(peer.label()).contains("app=prometheus");
                });
        assertThat(read.setting(Settings.DESTINATIONS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "priority-class|Not A Name",
                "spread|yes",
                "isolated|''",
                "isolation-clients|10.0.0.0/33",
                "isolation-clients|10.0.0.0/8,,front",
                "isolation-clients|Front",
                "isolation-monitors|monitoring/app",
                "isolation-destinations|monitoring/a b=c",
                "isolation-monitors|monitoring/-.-/app=prometheus",
                "isolation-monitors|monitoring/a..b/app=prometheus"
            })
    void validate_valueThatCannotBeRead_isRefusedWithItsPath(String key, String value) {
        var setting = Settings.ALL.stream()
                .filter(each -> each.key().equals(Settings.PREFIX + key))
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> tenant().annotation(setting.key(), value).build())
                .isInstanceOfSatisfying(
                        InvalidSpecException.class,
                        refused -> assertThat(refused.violations())
                                .extracting(Violation::path)
                                .containsExactly("metadata.annotations[settings.kamaji.clastix.io/" + key + "]"));
        assertThatThrownBy(() -> setting.of(Map.of(setting.key(), value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(setting.key());
    }

    @ParameterizedTest
    @ValueSource(strings = {" true", "true "})
    void setting_spaceAround_isNotPartOfIt(String text) {
        assertThat(Settings.ISOLATED.of(Map.of(Settings.ISOLATED.key(), text))).contains(true);
    }

    @Test
    void warnings_keyThatNobodyKnows_namesThoseThatThereAre() {
        var tenant = tenant().annotation(Settings.PREFIX + "isolatde", "true").build();

        assertThat(tenant.warnings())
                .filteredOn(warning -> warning.path().contains("isolatde"))
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).contains("isolated, isolation-clients"));
    }

    @Test
    void clients_neitherNetworkNorNamespace_isRefusedAtOnce() {
        assertThatThrownBy(() -> tenant().clients("10.0.0.0/8", "!"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("!");
    }
}

package io.kamaji.api.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesVersionTest {
    @Test
    void compareTo_list_isOrdered() {
        var versions = Stream.of("1.34.9", "1.35.0-rc.1", "v1.35.0", "1.35.10", "1.36.0+build", "2.0.0")
                .map(KubernetesVersion::parse)
                .toList();

        assertThat(versions).isSorted();
        assertThat(versions.get(1)).hasToString("1.35.0-rc.1");
        assertThat(versions.get(4)).hasToString("1.36.0");
    }

    /** Scripts read that file, out of the jar or out of the sources. */
    @Test
    void newest_isWhatTheFileForScriptsSays() throws IOException {
        try (var file = KubernetesVersion.class.getResourceAsStream("kubernetes.properties")) {
            assertThat(new String(file.readAllBytes(), StandardCharsets.UTF_8).lines())
                    .filteredOn(line -> !line.startsWith("#"))
                    .containsExactly("oldest=1.33", "newest=1.37");
        }
        assertThat(KubernetesVersion.NEWEST).hasToString("1.37.0");
        assertThat(KubernetesVersion.OLDEST).hasToString("1.33.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | Version string empty",
                "v | Version string empty",
                "1.2 | No Major.Minor.Patch elements found, write 1.2.3, say",
                "vv1.2.3 | Invalid character(s) found in major number \"v1\"",
                "1.x.3 | Invalid character(s) found in minor number \"x\"",
                "1.2.3.4 | Invalid character(s) found in patch number \"3.4\"",
                "01.2.3 | Major number must not contain leading zeroes \"01\"",
                "1.2.3-a..b | Prerelease is empty",
                "1.2.3-ä | Invalid character(s) found in prerelease \"ä\"",
                "1.2.3+ | Build meta data is empty"
            })
    void parse_noVersion_saysWhy(String text, String message) {
        assertThatThrownBy(() -> KubernetesVersion.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}

package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddonVersionsTest {

    @ParameterizedTest
    @CsvSource({
        "32, v1.12.0, v0.33.0",
        "33, v1.12.0, v0.33.0",
        "34, v1.12.1, v0.34.0",
        "35, v1.13.1, v0.35.0",
        "36, v1.14.2, v0.36.0",
        "37, v1.14.6, v0.36.0",
        "38, v1.14.6, v0.36.0"
    })
    void of_minor_isTheNearestRowBelow(int minor, String coreDns, String konnectivity) {
        assertThat(AddonVersions.of(minor))
                .extracting("coreDns", "konnectivity")
                .containsExactly(coreDns, konnectivity);
    }

    @ParameterizedTest
    @CsvSource({"v0.30.3, false", "v0.31.0, true", "v0.36.0, true", "mine, false", "v0.36.0-fips, false"})
    void hasLeases_tag_isTrueOnlyWhereKnown(String tag, boolean expected) {
        assertThat(AddonVersions.hasLeases(tag)).isEqualTo(expected);
    }
}

package io.kamaji.testkit.simulator.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "0.25,250m",
        "1024Mi,1Gi",
        "1000m,1",
        "1.5Gi,1536Mi",
        "100000,100k",
        "0,0",
        "0.5Gi,512Mi",
        "100m,100m",
        "2,2",
        "1023Ki,1023Ki"
    })
    void canonical_ofAQuantity_isTheShortestForm(String given, String canonical) {
        assertThat(Quantity.canonical(given)).isEqualTo(canonical);
    }

    @Test
    void canonical_ofAnythingElse_isRefused() {
        assertThatThrownBy(() -> Quantity.canonical("1 GB")).isInstanceOf(IllegalArgumentException.class);
    }
}

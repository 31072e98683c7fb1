package io.kamaji.core.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaintenanceWindowTest {
    @ParameterizedTest
    @CsvSource({
        "02:00-04:00, 2026-03-02T02:00:00Z, true",
        "02:00-04:00, 2026-03-02T04:00:00Z, false",
        "'Sat,Sun 02:00-04:00', 2026-03-02T03:00:00Z, false", // a Monday
        "'Sat,Sun 02:00-04:00', 2026-03-01T03:00:00Z, true",
        "22:00-02:00, 2026-03-02T01:00:00Z, true",
        "Sun 22:00-02:00, 2026-03-02T01:00:00Z, true", // begun on Sunday
        "Mon 22:00-02:00, 2026-03-02T01:00:00Z, false",
        "02:00-04:00 Europe/Berlin, 2026-03-02T01:30:00Z, true",
        "02:00-04:00 Europe/Berlin, 2026-03-02T03:30:00Z, false",
    })
    void isOpen_times_areOfItsZoneAndDay(String window, Instant now, boolean open) {
        assertThat(MaintenanceWindow.parse(window).isOpen(now)).isEqualTo(open);
    }

    @Test
    void untilOpen_closed_isTheTimeToItsNextBeginning() {
        var window = MaintenanceWindow.parse("Sun 02:00-04:00");

        assertThat(window.untilOpen(Instant.parse("2026-03-01T05:00:00Z"))).isEqualTo(Duration.ofHours(6 * 24 + 21));
        assertThat(window.untilOpen(Instant.parse("2026-03-01T01:00:00Z"))).isEqualTo(Duration.ofHours(1));
        assertThat(window.untilOpen(Instant.parse("2026-03-01T03:00:00Z"))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Sat", "2-4", "Foo 02:00-04:00", "02:00-25:00", "02:00-04:00 Nowhere/Land"})
    void parse_noWindow_isRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> MaintenanceWindow.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("02:00-04:30");
    }

    @Test
    void toString_window_isReadBack() {
        for (var text : new String[] {"Sat,Sun 02:00-04:30 Europe/Berlin", "02:00-04:30 UTC"}) {
            assertThat(MaintenanceWindow.parse(text)).hasToString(text);
        }
    }
}

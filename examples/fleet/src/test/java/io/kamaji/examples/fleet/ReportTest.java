package io.kamaji.examples.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final List<Measure> NOW = List.of(
            new Measure("economy-1", "economy", 9.5, 26.7, 434, 199, 0.2, 265, 0),
            new Measure("default-1", "default", 8.1, 32.6, 490, 253, 1.25, 271, 0),
            new Measure("default-2", "default", 8.3, 34.6, 480, 251, 1.35, 271, 1));

    @Test
    void of_runs_showsTheMiddleOfEachProfileBesideEarlierOnes() {
        var earlier =
                NOW.stream().map(measure -> Measure.parse(measure.toLine())).toList();
        assertThat(earlier).isEqualTo(NOW);

        assertThat(Table.of(NOW, Map.of("monday.jsonl", earlier)).lines())
                .anyMatch(line -> line.matches("default-2 +8.3 +34.6 +480 +251 +1.35 +271 +1"))
                .anyMatch(line -> line.matches("default ×2 +8.2 +33.6 +485 +252 +1.30 +271 +1"))
                .anyMatch(line -> line.matches("economy ×1 monday.jsonl +9.5 +26.7 .*"));
    }

    @Test
    void of_measures_drawsTheDearestFirst() {
        var html = Picture.of(NOW);

        assertThat(html).contains("What 3 tenants cost", "0.09 cores, 0.7 GiB", "2.8 writes a second");
        assertThat(html.indexOf("default-1 (default)")).isLessThan(html.indexOf("economy-1 (economy)"));
        assertThat(html.split("<svg", -1)).hasSize(5);
    }

    @Test
    void parse_unknownOption_namesThoseThatThereAre() {
        assertThatThrownBy(() -> Options.parse("--tenants", "3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--economy N");
    }
}

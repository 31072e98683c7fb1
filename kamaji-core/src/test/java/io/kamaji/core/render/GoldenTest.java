package io.kamaji.core.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario against its checked-in manifests; {@code -Dgolden.update=true} writes them anew. */
class GoldenTest {
    private static final Path SOURCES = Path.of("src/test/resources/golden");

    static Stream<String> scenarios() {
        return Scenarios.ALL.stream().map(Scenarios.Scenario::name);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void render_scenario_isAsCheckedIn(String name) throws IOException {
        var rendered = Scenarios.named(name).render();
        var text = new StringBuilder();
        rendered.warnings()
                .forEach(warning -> text.append("# warning: ").append(warning).append('\n'));
        for (var part : rendered.parts()) {
            text.append("---\n# ")
                    .append(part.manifest().target())
                    .append(", component ")
                    .append(part.component());
            part.waitsFor().stream()
                    .sorted()
                    .forEach(what -> text.append(", waits for ").append(what));
            text.append('\n').append(part.manifest().toYaml());
        }
        var file = SOURCES.resolve(name + ".yaml");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(SOURCES);
            Files.writeString(file, text);
        }
        assertThat(file)
                .as("golden manifests; write them with -Dgolden.update=true")
                .exists();
        assertThat(text.toString()).isEqualTo(Files.readString(file));
    }
}

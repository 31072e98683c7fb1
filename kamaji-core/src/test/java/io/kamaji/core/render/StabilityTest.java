package io.kamaji.core.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.core.testing.Trees;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** The same bytes whatever the place, the time and the process (law 1). */
class StabilityTest {

    private static String all() {
        var text = new StringBuilder();
        Scenarios.ALL.forEach(scenario -> text.append(Trees.yaml(scenario.render())));
        return text.toString();
    }

    @Test
    void render_otherLocaleAndTimeZone_givesTheSameBytes() {
        var locale = Locale.getDefault();
        var zone = TimeZone.getDefault();
        var expected = all();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            assertThat(all()).isEqualTo(expected);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void render_otherProcess_givesTheSameBytes() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-Duser.language=ar", "-Duser.timezone=Asia/Kathmandu"));
        command.addAll(List.of("-cp", classPath(), StabilityTest.class.getName()));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(output).isEqualTo(all());
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .replace("\n", File.pathSeparator);
    }

    /** Prints all scenarios; the random salt of {@code Map.of} differs in each process. */
    public static void main(String[] args) {
        System.out.writeBytes(all().getBytes(StandardCharsets.UTF_8));
    }
}

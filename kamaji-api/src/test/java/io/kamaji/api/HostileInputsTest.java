package io.kamaji.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No input of {@link HostileInputs} ends or holds a process of 256 MB; all are tried in one. */
class HostileInputsTest {
    private static Map<String, String> outcomes = Map.of();

    @BeforeAll
    static void tryAll() throws IOException {
        var process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx256m",
                        "-Xss512k",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostileInputs.class.getName())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        outcomes = output.lines()
                .filter(line -> line.contains(" => "))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(" => ")),
                        line -> line.substring(line.indexOf(" => ") + 4)));
        assertThat(outcomes).as(output).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nestedJson | nested more than 100 deep",
                "nestedYaml | nested more than 100 deep",
                "nestedBlocks | nested more than 100 deep",
                "manyJsonValues | Token count",
                "manyYamlValues | more than 1000000 values",
                "longYaml | longer than 8388608 characters",
                "longNumber | Number value length",
                "collidingNames | object",
                "aliases | more than 1000000 values, with what the aliases stand for",
                "longAliases | more than 8388608 characters, with what the aliases stand for",
                "mergeKeys | more than 1000000 values, with what the aliases stand for",
                "patchThatDoubles | with those before it, it adds more than 1048576 characters",
                "patchThatNests | it nests more than 100 deep",
                "patchThatMoves | with those before it, it handles more than 10000000 members and items",
                "longPointer | 1 steps",
                "longNames | must be no more than 253 characters",
                "longText | written and read",
                "manyViolations | 1000 violations"
            })
    void input_thatCouldEndTheProcess_isRefused(String input, String outcome) {
        assertThat(outcomes.get(input)).contains(outcome);
    }
}

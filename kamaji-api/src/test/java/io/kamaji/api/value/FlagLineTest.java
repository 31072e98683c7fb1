package io.kamaji.api.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.value.FlagSyntax.Style;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlagLineTest {
    private static final String BARE = "(none)";

    private static FlagSyntax syntax(Style style) {
        return new FlagSyntax(style, Set.of("--profiling"), Map.of("-v", "--v"));
    }

    private static String text(FlagLine line) {
        return line.index() + " " + line.name() + " " + line.value().orElse(BARE);
    }

    private static List<String> read(Style style, String... words) {
        return FlagLine.parse(List.of(words), syntax(style)).stream()
                .map(FlagLineTest::text)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "KUBERNETES, --secure-port=1, --secure-port, 1",
        "KUBERNETES, --secure_port=a_b, --secure-port, a_b",
        "KUBERNETES, --x=a=b, --x, a=b",
        "KUBERNETES, -v=3, --v, 3",
        "KUBERNETES, -v3, --v, 3",
        "KUBERNETES, -v, --v, (none)",
        "KUBERNETES, -secure-port=1, -secure-port, 1",
        "PFLAG, --secure_port=1, --secure_port, 1",
        "PFLAG, -v3, --v, 3",
        "GO, -endpoint=x, --endpoint, x",
        "GO, --endpoint=x, --endpoint, x",
        "GO, -v, --v, (none)",
        "GO, -v=1, --v, 1",
        "GO, -verbose, --verbose, (none)",
        "GO, -a_b=1, --a_b, 1",
    })
    void parse_spellings_giveTheNameThatTheProgramKnows(Style style, String word, String name, String value) {
        assertThat(read(style, word)).containsExactly("0 " + name + " " + value);
    }

    @Test
    void parse_nothingAfterTheEqualsSign_isAnEmptyValue() {
        assertThat(FlagLine.parse(List.of("--x=", "--y")))
                .extracting(FlagLine::value)
                .containsExactly(Optional.of(""), Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "", "-1", "-", " --y"})
    void parse_nextWordThatIsNoFlag_isTheValue(String next) {
        var lines = FlagLine.parse(List.of("--x", next, "--z=1"));

        assertThat(lines).extracting(FlagLineTest::text).containsExactly("0 --x " + next, "2 --z 1");
        assertThat(lines.get(0).written()).containsExactly("--x", next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--y=1", "-y", "--y"})
    void parse_nextWordThatIsAFlag_isNoValue(String next) {
        assertThat(FlagLine.parse(List.of("--x", next)).get(0).isBare()).isTrue();
        assertThat(FlagLine.parse(List.of("--x", next))).hasSize(2);
    }

    @Test
    void parse_switch_takesNoWord() {
        assertThat(read(Style.KUBERNETES, "--profiling", "false", "--profiling=false"))
                .containsExactly("0 --profiling (none)", "1  (none)", "2 --profiling false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--", "-", "", "x", " --endpoint=x", "---x", "--=x", "-1"})
    void parse_wordThatIsNoFlag_hasNoName(String word) {
        assertThat(FlagLine.parse(List.of("--v=1", word)).get(1).isFlag()).isFalse();
        assertThat(FlagLine.parse(List.of("--v=1", word)).get(1).text()).isEqualTo(word);
    }

    @Test
    void parse_endOfFlags_isNoValue() {
        assertThat(read(Style.GO, "--x", "--", "y")).containsExactly("0 --x (none)", "1  (none)", "2  (none)");
    }
}

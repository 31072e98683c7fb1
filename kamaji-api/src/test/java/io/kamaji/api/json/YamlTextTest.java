package io.kamaji.api.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** Whatever a string looks like, it is still that string for us and for a YAML 1.1 reader, such as kubectl's. */
class YamlTextTest {
    private static final String ALPHABET =
            "aeEnyoNOt0179.:-+_#,~*&!|>%@`?'\"\\/[]{}=<^ \t\nxXbé€😀\u0085\u2028\u00a0\u0001";

    static Stream<String> tricky() {
        return Stream.of(
                "on",
                "off",
                "yes",
                "no",
                "y",
                "n",
                "Y",
                "N",
                "ON",
                "Yes",
                "NO",
                "true",
                "True",
                "TRUE",
                "false",
                "null",
                "Null",
                "NULL",
                "~",
                "",
                " ",
                "  a",
                "a  ",
                "0644",
                "0o644",
                "0x1F",
                "0b11",
                "1e3",
                "1E+3",
                "-1.5e-7",
                ".5",
                "1.",
                "+1",
                "-1",
                "1_000",
                "1:30",
                "190:20:30",
                ".inf",
                "-.Inf",
                ".NaN",
                "2001-12-14",
                "2001-12-14T21:59:43.10-05:00",
                "2001-12-14 21:59:43",
                "=",
                "<<",
                "-",
                "--",
                "---",
                "...",
                "- a",
                "? a",
                ": a",
                "a: b",
                "a:",
                ":a",
                "a #b",
                "#a",
                "@a",
                "`a",
                "%a",
                "&a",
                "*a",
                "!a",
                "!!str a",
                "|",
                ">",
                "[a",
                "]",
                "{a",
                "}",
                ",",
                "a,b",
                "'",
                "\"",
                "\\",
                "a'b",
                "a\"b",
                "a\\nb",
                "a\nb",
                "a\n",
                "a\n\n",
                "\na",
                "\n",
                "\n\n",
                " a\n b",
                "a\n  b\n",
                "a \nb",
                "a\tb",
                "\ta",
                "a\r\nb",
                "a\r",
                "\u0000",
                "\u0007",
                "\u001b",
                "\u007f",
                "\u0085",
                "\u00a0",
                "\u2028",
                "\ufeff",
                "\ufffe",
                "é",
                "日本語",
                "😀",
                "--flag=a,b",
                "v1.36.3",
                "10.96.0.0/16",
                "fd00::/112",
                "2001:db8::10",
                "1.36",
                "12345678901234567890",
                "0.25",
                "250m",
                "1Gi",
                "a".repeat(300),
                ("a ".repeat(100)).strip());
    }

    @ParameterizedTest
    @MethodSource("tricky")
    void toYaml_trickyText_readsBackAsThatText(String text) {
        var json = JsonObject.of("list", List.of(text, text), "map", Map.of("k", text))
                .with("x" + text, text);

        assertThat(JsonObject.parse(json.toYaml())).isEqualTo(json);
        assertThat(JsonObject.parse(json.toJson())).isEqualTo(json);
        Map<String, Object> other = new Yaml().load(json.toYaml());
        assertThat(other.get("list")).isEqualTo(List.of(text, text));
        assertThat(other).containsEntry("x" + text, text);
    }

    @Test
    void toYaml_textAsKey_readsBackAsThatKey() {
        tricky().filter(text -> !text.isEmpty()).forEach(text -> {
            var json = new JsonObject(Map.of(text, JsonValue.of(1)));
            assertThat(JsonObject.parse(json.toYaml())).as(text).isEqualTo(json);
            assertThat(new Yaml().<Map<Object, Object>>load(json.toYaml()))
                    .as(json.toYaml())
                    .containsEntry(text, 1);
        });
    }

    @Test
    void toYaml_randomText_readsBackAsThatText() {
        var random = new Random(20261123);
        var letters = ALPHABET.codePoints().toArray();
        for (int i = 0; i < 5000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(8); n >= 0; n--) {
                text.appendCodePoint(letters[random.nextInt(letters.length)]);
            }
            var json = JsonObject.of("a", text.toString());
            assertThat(JsonObject.parse(json.toYaml())).as(json.toYaml()).isEqualTo(json);
            assertThat(new Yaml().<Map<String, Object>>load(json.toYaml()))
                    .as(json.toYaml())
                    .containsEntry("a", text.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.36.3", "10.96.0.0/16", "--flag=a,b", "registry.k8s.io", "/etc/kubernetes"})
    void toYaml_plainText_isNotQuoted(String text) {
        assertThat(JsonObject.of("a", text).toYaml()).isEqualTo("a: " + text + "\n");
    }

    @Test
    void toYaml_severalLines_isABlock() {
        assertThat(JsonObject.of("pem", "-----BEGIN X-----\nAb+/=\n-----END X-----\n", "a", "x: 1\n  y\n\nz")
                        .toYaml())
                .isEqualTo("pem: |\n  -----BEGIN X-----\n  Ab+/=\n  -----END X-----\na: |-\n  x: 1\n    y\n\n  z\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1", "0", "1.5", "12345678901234567890", "1e400", "0.1", "100", "1.0"})
    void parse_number_keepsItsDigits(String number) {
        var json = JsonObject.parse("{\"a\": " + number + "}");

        assertThat(JsonObject.parse(json.toJson())).isEqualTo(json);
        assertThat(JsonObject.parse(json.toYaml())).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{a: 1, a: 2}", "a: 1\na: 2\n", "{\"a\": 1, \"a\": 2}", "a: [", "{\"a\": ", "\"a\" b: c"})
    void parse_brokenDocument_isRefused(String text) {
        assertThatThrownBy(() -> JsonValue.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parse_flowStyle_isYaml() {
        assertThat(JsonValue.parse("{a: [b, 1, true, null]}"))
                .isEqualTo(JsonValue.parse("{\"a\":[\"b\",1,true,null]}"));
    }
}

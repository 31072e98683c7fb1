package io.kamaji.api.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** YAML as kubectl 1.36.3 reads it; the expected JSON is what {@code kubectl annotate --local -o json} made of the text. */
class KubectlYamlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`a:` | {\"a\":null}",
                "`a:\n  b:\n  c:\n` | {\"a\":{\"b\":null,\"c\":null}}",
                "`a:\n- \n- 1\n-` | {\"a\":[null,1,null]}",
                "`{a, b: , c: [d, ]}` | {\"a\":null,\"b\":null,\"c\":[\"d\"]}",
                "`a: # only a comment` | {\"a\":null}",
                "`a: ''` | {\"a\":\"\"}",
                "`[~, null, Null, NULL, '~', \"null\", nULL]` | [null,null,null,null,\"~\",\"null\",\"nULL\"]"
            })
    void parse_nothingIsThere_isNull(String yaml, String json) {
        assertThat(JsonValue.parse(yaml)).isEqualTo(json(json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`a: &v v1\nb: *v` | {\"a\":\"v1\",\"b\":\"v1\"}",
                "`a: &n [1, {b: &m {c: d}}, *m]\ne: *n` | {\"a\":[1,{\"b\":{\"c\":\"d\"}},{\"c\":\"d\"}],\"e\":[1,{\"b\":{\"c\":\"d\"}},{\"c\":\"d\"}]}",
                "`a: &v 1\nb: &v 2\nc: *v` | {\"a\":1,\"b\":2,\"c\":2}",
                "`a: &k name\n*k : 1` | {\"a\":\"name\",\"name\":1}",
                "`m: &m {a: 1, b: 2}\nn: {<<: *m}` | {\"m\":{\"a\":1,\"b\":2},\"n\":{\"a\":1,\"b\":2}}",
                "`m: &m {a: 1, b: 2}\nn: {<<: *m, b: 3, y: 4}` | {\"m\":{\"a\":1,\"b\":2},\"n\":{\"a\":1,\"b\":3,\"y\":4}}",
                "`m: &m {a: 1}\nn: {<<: [*m, {a: 2, b: 3}]}` | {\"m\":{\"a\":1},\"n\":{\"a\":1,\"b\":3}}",
                "`m: &m {a: 1, b: 2}\nn: {b: 3, <<: *m}` | {\"m\":{\"a\":1,\"b\":2},\"n\":{\"a\":1,\"b\":2}}",
                "`{'<<': {a: 1}}` | {\"<<\":{\"a\":1}}"
            })
    void parse_aliasOrMergeKey_isWhatItStandsFor(String yaml, String json) {
        assertThat(JsonValue.parse(yaml)).isEqualTo(json(json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "0644 | 420",
                "-0644 | -420",
                "1_000 | 1000",
                "0x1F | 31",
                "0o17 | 15",
                "0b11 | 3",
                "08 | 8",
                "1e3 | 1E+3",
                ".5 | 0.5",
                "+1 | 1",
                "1. | 1",
                "18446744073709551617 | 18446744073709551617",
                "1:30 | \"1:30\"",
                "2001-12-14 | \"2001-12-14\"",
                "1.36.3 | \"1.36.3\"",
                "0x | \"0x\"",
                "1__e | \"1__e\"",
                "-- | \"--\"",
                "yes | true",
                "Off | false",
                "oN | \"oN\"",
                "'yes' | \"yes\"",
                "!!str 12 | \"12\"",
                "!!int '12' | 12",
                "!!float 1 | 1",
                "!!null '' | null",
                "!!bool yes | true",
                "!!binary aGk= | \"hi\"",
                "!foo bar | \"bar\"",
                "! 12 | \"12\""
            })
    void parse_scalar_isTypedAsKubectlDoes(String yaml, String json) {
        assertThat(JsonValue.parse("a: " + yaml)).isEqualTo(json("{\"a\":" + json + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`a: *b` | line 1, column 4: there is no anchor &b",
                "`a: &a {b: *a}` | there is no anchor &a that ends before",
                "`a: {<<: x}` | line 1, column 5: << takes a mapping",
                "`a: 1\nb: 2\na: 3` | line 3, column 1: \"a\" is there twice",
                "`{\"a\": 1, \"a\": 2}` | line 1, column 10: \"a\" is there twice",
                "`~: 1` | a name must be a string",
                "`? [a]\n: 1` | a name must be a string",
                "`a: .inf` | JSON has no such number",
                "`a: !!int b` | no int",
                "`a: !!binary /w==` | no Base64 of UTF-8 text",
                "`a: [b` | neither JSON nor YAML: line 1",
                "`a: b: c` | neither JSON nor YAML: line 1, column 5"
            })
    void parse_whatKubectlRefuses_saysWhere(String yaml, String why) {
        assertThatThrownBy(() -> JsonValue.parse(yaml))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`a: 1\n---\nb: 2\n` | 2 documents where one is expected",
                "`{\"a\":1}{\"b\":2}` | neither JSON nor YAML",
                "`{\"a\":1} garbage` | neither JSON nor YAML",
                "`[1] 2` | neither JSON nor YAML",
                "`{a: 1}\n---\n{b: 2}` | 2 documents"
            })
    void parse_moreThanOneDocument_isRefused(String text, String why) {
        assertThatThrownBy(() -> JsonValue.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"`---\n# nothing\n---\na: 1\n...\n---\n`", "`\n\n---\na: 1\n---\n# end`", "`# a\na: 1`"})
    void parse_emptyDocumentsBeside_areLeftOut(String text) {
        assertThat(JsonValue.parse(text)).isEqualTo(JsonObject.of("a", 1));
        assertThat(JsonValue.parseAll(text)).containsExactly(JsonObject.of("a", 1));
    }

    @Test
    void parse_noDocument_isNull() {
        assertThat(JsonValue.parse("")).isEqualTo(JsonValue.NULL);
        assertThat(JsonValue.parse("# nothing\n")).isEqualTo(JsonValue.NULL);
    }

    @Test
    void parse_lettersThatCouldBeBooleans_areText() {
        assertThat(JsonValue.parse("{y: n, N: Y}")).isEqualTo(json("{\"y\":\"n\",\"N\":\"Y\"}"));
    }

    @Test
    void parse_wrongText_keepsItOutOfTheMessage() {
        assertThatThrownBy(() -> JsonValue.parse("password: hunter2\n  x: ["))
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void asLong_moreThan64Bits_isEmpty() {
        assertThat(JsonValue.parse("18446744073709551617").asLong()).isEmpty();
        assertThat(JsonValue.parse("1e999999999").asLong()).isEmpty();
        assertThat(JsonValue.parse("1.5").asLong()).isEmpty();
        assertThat(JsonValue.parse("9223372036854775807").asLong()).contains(Long.MAX_VALUE);
        assertThat(JsonValue.parse("1e3").asLong()).contains(1000L);
        assertThat(JsonValue.parse("2.0").asLong()).contains(2L);
    }

    private static JsonValue json(String text) {
        var value = JsonValue.parse(text);
        assertThat(JsonValue.parse(value.toJson())).isEqualTo(value);
        return value;
    }
}

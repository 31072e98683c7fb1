package io.kamaji.api.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 6902, appendix A, and what else can go wrong. */
class JsonOperationTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{foo: bar} | [{op: add, path: /baz, value: qux}] | {foo: bar, baz: qux}",
                "{foo: [bar, baz]} | [{op: add, path: /foo/1, value: qux}] | {foo: [bar, qux, baz]}",
                "{baz: qux, foo: bar} | [{op: remove, path: /baz}] | {foo: bar}",
                "{foo: [bar, qux, baz]} | [{op: remove, path: /foo/1}] | {foo: [bar, baz]}",
                "{baz: qux, foo: bar} | [{op: replace, path: /baz, value: boo}] | {baz: boo, foo: bar}",
                "{foo: {bar: baz, waldo: fred}, qux: {corge: grault}} | [{op: move, from: /foo/waldo, path: /qux/thud}]"
                        + " | {foo: {bar: baz}, qux: {corge: grault, thud: fred}}",
                "{foo: [all, grass, cows, eat]} | [{op: move, from: /foo/1, path: /foo/3}] | {foo: [all, cows, eat, grass]}",
                "{foo: [a, 2]} | [{op: test, path: /foo/1, value: 2.0}] | {foo: [a, 2]}",
                "{foo: bar} | [{op: add, path: /child, value: {g: {}}}] | {foo: bar, child: {g: {}}}",
                "{foo: [bar]} | [{op: add, path: /foo/-, value: [abc, def]}] | {foo: [bar, [abc, def]]}",
                "{'/': 9, '~1': 10} | [{op: test, path: /~01, value: 10}] | {'/': 9, '~1': 10}",
                "{a: 1} | [{op: copy, from: /a, path: /b}] | {a: 1, b: 1}",
                "{a: 1} | [{op: add, path: '', value: [2]}] | [2]",
                "{a: null} | [{op: replace, path: /a, value: 1}] | {a: 1}"
            })
    void applyAll_example_givesItsResult(String before, String patch, String after) {
        var result = JsonOperation.applyAll(array(patch), JsonValue.parse(before));

        assertThat(result).isEqualTo(JsonValue.parse(after));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{baz: qux} | [{op: test, path: /baz, value: bar}] | '/baz' is \"qux\", not \"bar\"",
                "{foo: bar} | [{op: add, path: /baz/bat, value: qux}] | nothing that could hold",
                "{foo: bar} | [{op: remove, path: /baz}] | there is nothing at '/baz'",
                "{foo: bar} | [{op: replace, path: /baz, value: 1}] | there is nothing at '/baz'",
                "{foo: bar} | [{op: add, path: /foo/x, value: 1}] | neither an object nor an array",
                "{foo: [1]} | [{op: add, path: /foo/2, value: 1}] | '2' is no index from 0 to 1",
                "{foo: [1]} | [{op: add, path: /foo/01, value: 1}] | no index",
                "{foo: bar} | [{op: merge, path: /foo}] | 'merge' is no operation",
                "{foo: bar} | [{op: add, path: /foo}] | add needs a value",
                "{foo: bar} | [{op: move, path: /foo}] | move needs from",
                "{foo: {}} | [{op: move, from: /foo, path: /foo/bar}] | can't be moved into itself",
                "{foo: bar} | [{op: remove, path: foo}] | 'foo' is no JSON pointer",
                "{foo: bar} | [{op: remove, path: /a~2}] | no JSON pointer"
            })
    void applyAll_whatCannotBeDone_saysWhy(String before, String patch, String why) {
        assertThatThrownBy(() -> JsonOperation.applyAll(array(patch), JsonValue.parse(before)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    private static JsonArray array(String yaml) {
        return JsonValue.parse(yaml).asArray().orElseThrow();
    }
}

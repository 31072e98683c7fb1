package io.kamaji.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreeDiffTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{a: 1}                       | {a: 1}                       | []",
                "{a: 1}                       | {a: 2}                       | [a: 1 → 2]",
                "{a: 1}                       | {}                           | [a: 1 → (none)]",
                "{}                           | {a: ''}                      | [a: (none) → \"\"]",
                "{c: [{name: x, v: 1}]}       | {c: [{name: x, v: 2}]}       | [c[x].v: 1 → 2]",
                "{c: [{name: x}, {name: y}]}  | {c: [{name: y}, {name: x}]}  | [c (order): x y → y x]",
                "{args: [--a=1, --b=1]}       | {args: [--a=2, --c=1]}       | [args[--a]: --a=1 → --a=2, args[--c]: (none) → --c=1, args[--b]: --b=1 → (none)]",
                "{l: [1, 2]}                  | {l: [1, 3]}                  | [l: [1,2] → [1,3]]",
                "{metadata: {uid: a, generation: 1}, status: {x: 1}} | {metadata: {uid: b, generation: 2}} | []",
                "{metadata: {labels: {k.io/n: a}}} | {metadata: {labels: {k.io/n: b}}} | [metadata.labels[k.io/n]: a → b]"
            })
    void between_twoObjects_namesEachField(String before, String after, String expected) {
        assertThat(TreeDiff.between(JsonObject.parse("--- " + before), JsonObject.parse("--- " + after)))
                .hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{a: 1, b: 1}            | {a: 1}        | []",
                "{a: 1, b: 1}            | {a: 2}        | [a: 1 → 2]",
                "{c: [{name: x, v: 1}]}  | {c: [{name: x}]} | []"
            })
    void missing_liveSaysMore_isNoDifference(String live, String wanted, String expected) {
        assertThat(TreeDiff.missing(JsonObject.parse("--- " + live), JsonObject.parse("--- " + wanted)))
                .hasToString(expected);
    }
}

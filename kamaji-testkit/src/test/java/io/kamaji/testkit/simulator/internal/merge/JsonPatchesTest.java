package io.kamaji.testkit.simulator.internal.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPatchesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a":"b"}          | {"a":"c"}              | {"a":"c"}
            {"a":"b","b":"c"}  | {"a":null}             | {"b":"c"}
            {"a":["b"]}        | {"a":"c"}              | {"a":"c"}
            {"a":{"b":"c"}}    | {"a":{"b":"d","c":null}} | {"a":{"b":"d"}}
            {}                 | {"a":{"bb":{"ccc":null}}} | {"a":{"bb":{}}}
            """)
    void merge_examplesOfTheRfc_comeOut(String target, String patch, String result) {
        assertThat(JsonPatches.merge(JsonValue.parse(target), JsonValue.parse(patch)))
                .isEqualTo(JsonValue.parse(result));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a":[1,3]}  | [{"op":"add","path":"/a/1","value":2}]       | {"a":[1,2,3]}
            {"a":[1]}    | [{"op":"add","path":"/a/-","value":2}]       | {"a":[1,2]}
            {"a":1}      | [{"op":"move","from":"/a","path":"/b"}]      | {"b":1}
            {"a/b":1}    | [{"op":"replace","path":"/a~1b","value":2}]  | {"a/b":2}
            {"a":[1,2]}  | [{"op":"remove","path":"/a/0"}]              | {"a":[2]}
            """)
    void patch_operations_comeOut(String target, String patch, String result) {
        var operations = (JsonArray) JsonValue.parse(patch);
        assertThat(JsonPatches.patch(JsonValue.parse(target), operations)).isEqualTo(JsonValue.parse(result));
    }

    @Test
    void patch_ofWhatIsNotThere_isRefused() {
        var operations = (JsonArray) JsonValue.parse("[{\"op\":\"remove\",\"path\":\"/x\"}]");
        assertThatThrownBy(() -> JsonPatches.patch(JsonValue.parse("{}"), operations))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

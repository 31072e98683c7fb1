package io.kamaji.api.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a": 1}            | {"a": 1}            | {}
            {"a": 1}            | {"a": 2}            | {"a": 2}
            {"a": 1, "b": 2}    | {"a": 1}            | {"b": null}
            {"a": {"b": 1}}     | {"a": {"b": 1, "c": 2}} | {"a": {"c": 2}}
            {"a": {"b": 1}}     | {"a": {}}           | {"a": {"b": null}}
            {"a": [1, 2]}       | {"a": [1]}          | {"a": [1]}
            {"a": {"b": 1}}     | {"a": 1}            | {"a": 1}
            {"a": 1}            | {"a": {"b": 1}}     | {"a": {"b": 1}}
            """)
    void between_twoObjects_isWhatDiffers(String from, String to, String patch) {
        assertThat(MergePatch.between(JsonObject.parse(from), JsonObject.parse(to)))
                .isEqualTo(JsonValue.parse(patch));
    }
}

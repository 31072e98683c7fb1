package io.kamaji.api.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
    private static final JsonObject TREE = JsonObject.parse("{b: {c: [1, {d: x}]}, a: true}");

    @Test
    void equals_otherOrderOfMembers_isEqual() {
        assertThat(TREE).isEqualTo(JsonObject.parse("{a: true, b: {c: [1, {d: x}]}}"));
        assertThat(TREE.toJson()).isEqualTo("{\"b\":{\"c\":[1,{\"d\":\"x\"}]},\"a\":true}");
        assertThat(TREE.sorted().toJson()).startsWith("{\"a\":true");
    }

    @Test
    void of_mutableArguments_keepsACopy() {
        var map = new LinkedHashMap<String, Object>(Map.of("a", 1));
        var list = new ArrayList<Object>(List.of(1));
        var json = JsonObject.of("map", map, "list", list);
        map.put("b", 2);
        list.add(2);

        assertThat(json).isEqualTo(JsonObject.parse("{map: {a: 1}, list: [1]}"));
        assertThatThrownBy(() -> json.members().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> json.array("list").items().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void withAt_missingParents_makesThem() {
        assertThat(JsonObject.EMPTY.withAt(List.of("a", "b"), 1)).isEqualTo(JsonObject.parse("{a: {b: 1}}"));
        assertThat(TREE.withAt(List.of("b", "c"), null).get("b")).isEqualTo(Optional.of(JsonObject.EMPTY));
    }

    @Test
    void get_pathThroughSomethingElse_isEmpty() {
        assertThat(TREE.get("a", "b")).isEmpty();
        assertThat(TREE.text("a")).isEmpty();
        assertThat(TREE.bool("a")).hasValue(true);
        assertThat(TREE.array("b", "c").objects()).hasSize(1);
    }

    @Test
    void of_oddArguments_isRefused() {
        assertThatThrownBy(() -> JsonObject.of("a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonValue.of(new Object())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parseAll_severalDocuments_leavesOutEmptyOnes() {
        assertThat(JsonValue.parseAll("a: 1\n---\n---\nb: 2\n"))
                .containsExactly(JsonValue.parse("{a: 1}"), JsonValue.parse("{b: 2}"));
    }
}

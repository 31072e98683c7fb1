package io.kamaji.core.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerTest {

    @Test
    void build_userMounts_comeFirstUnlessAtOurPath() {
        var container = Container.builder("c")
                .image("i:1")
                .mount(Mount.readOnly("ours", "/ours"))
                .userMounts(List.of(
                        JsonObject.of("name", "theirs", "mountPath", "/theirs"),
                        JsonObject.of("name", "bad", "mountPath", "/ours")))
                .build();
        assertThat(container
                        .toJson()
                        .array("volumeMounts")
                        .objects()
                        .map(m -> m.text("name").orElseThrow()))
                .containsExactly("theirs", "ours");
        assertThat(container.warnings())
                .containsExactly(
                        "container c: 1 additional volume mount(s) are left out, Kamaji mounts at the same path");
    }

    @Test
    void build_nothingSet_leavesItOut() {
        assertThat(Container.builder("c").image("i:1").build().toJson().toJson())
                .isEqualTo("{\"name\":\"c\",\"image\":\"i:1\",\"imagePullPolicy\":\"IfNotPresent\"}");
    }

    @Test
    void field_setTwice_replaces() {
        var container =
                Container.builder("c").field("tty", true).field("tty", null).build();
        assertThat(container.toJson().has("tty")).isFalse();
    }
}

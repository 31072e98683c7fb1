package io.kamaji.testkit.simulator.internal.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.json.JsonObject;
import io.kamaji.testkit.simulator.internal.schema.Schema;
import org.junit.jupiter.api.Test;

class FieldSetTest {
    private static final FieldSet A =
            FieldSet.parse(JsonObject.parse("{\"f:a\":{\".\":{},\"f:b\":{},\"f:c\":{}},\"f:d\":{}}"));
    private static final FieldSet B = FieldSet.parse(JsonObject.parse("{\"f:a\":{\"f:b\":{}},\"f:e\":{}}"));

    @Test
    void parse_ofWhatItPrints_isTheSame() {
        assertThat(FieldSet.parse(A.toJson())).isEqualTo(A);
        assertThat(A.paths()).containsExactly(".a", ".a.b", ".a.c", ".d");
    }

    @Test
    void operations_onTwoSets_areThoseOfSets() {
        assertThat(A.union(B).paths()).containsExactly(".a", ".a.b", ".a.c", ".d", ".e");
        assertThat(A.intersection(B).paths()).containsExactly(".a.b");
        assertThat(A.difference(B).paths()).containsExactly(".a", ".a.c", ".d");
        assertThat(A.difference(A).isEmpty()).isTrue();
        assertThat(A.withoutTreesOf(FieldSet.ofFields("a")).paths()).containsExactly(".d");
    }

    @Test
    void ownFields_ofAService_nameItemsByTheirKeys() {
        var service =
                JsonObject.parse("{\"spec\":{\"selector\":{\"a\":\"b\"},\"ports\":[{\"port\":80,\"name\":\"x\"}]}}");
        assertThat(OwnFields.of(service, Schema.builtIn().struct("core.v1.Service"))
                        .paths())
                .containsExactly(
                        ".spec.ports[port=80,protocol=\"TCP\"]",
                        ".spec.ports[port=80,protocol=\"TCP\"].name",
                        ".spec.ports[port=80,protocol=\"TCP\"].port",
                        ".spec.selector");
    }

    @Test
    void ownFields_ofAnItemWithoutKey_areRefused() {
        var pod = JsonObject.parse("{\"spec\":{\"containers\":[{\"image\":\"i\"}]}}");
        assertThatThrownBy(() -> OwnFields.of(pod, Schema.builtIn().struct("core.v1.Pod")))
                .hasMessageContaining("omits key field \"name\"");
    }
}

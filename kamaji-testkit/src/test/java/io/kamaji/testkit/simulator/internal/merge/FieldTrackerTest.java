package io.kamaji.testkit.simulator.internal.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.json.JsonObject;
import io.kamaji.testkit.simulator.internal.schema.Schema;
import org.junit.jupiter.api.Test;

class FieldTrackerTest {
    private static final FieldTracker TRACKER = new FieldTracker(
            Schema.builtIn().struct("core.v1.ConfigMap"), FieldSet.EMPTY, next -> next, "2030-01-01T00:00:00Z");
    private static final FieldOwner ONE = FieldOwner.applying("one", "v1", "");
    private static final FieldOwner TWO = FieldOwner.applying("two", "v1", "");

    private static JsonObject data(String... keysAndValues) {
        var data = JsonObject.EMPTY;
        for (int i = 0; i < keysAndValues.length; i += 2) {
            data = data.with(keysAndValues[i], keysAndValues[i + 1]);
        }
        return JsonObject.of("metadata", JsonObject.of("name", "x"), "data", data);
    }

    @Test
    void applied_whatIsNoLongerSaid_goesUnlessAnotherOwnsIt() {
        var first = TRACKER.applied(JsonObject.EMPTY, data("a", "1", "b", "1", "c", "1"), ONE, false);
        var both = TRACKER.applied(first, data("b", "1"), TWO, false);
        var less = TRACKER.applied(both, data("a", "1"), ONE, false);
        assertThat(less.object("data")).isEqualTo(JsonObject.of("a", "1", "b", "1"));
        assertThat(ManagedFields.of(less).fields(TWO).paths()).containsExactly(".data.b");
    }

    @Test
    void applied_overAnothersField_conflictsUnlessForced() {
        var live = TRACKER.applied(JsonObject.EMPTY, data("a", "1"), ONE, false);
        assertThatThrownBy(() -> TRACKER.applied(live, data("a", "2"), TWO, false))
                .isInstanceOf(FieldConflict.class)
                .hasMessage("Apply failed with 1 conflict: conflict with \"one\": .data.a");
        var forced = TRACKER.applied(live, data("a", "2"), TWO, true);
        assertThat(forced.text("data", "a")).contains("2");
        assertThat(ManagedFields.of(forced).entries()).containsOnlyKeys(TWO);
    }

    @Test
    void applied_again_changesNothing() {
        var live = TRACKER.applied(JsonObject.EMPTY, data("a", "1"), ONE, false);
        assertThat(TRACKER.applied(live, data("a", "1"), ONE, false)).isEqualTo(live);
    }
}

package io.kamaji.core.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.manifest.ResourceTypes;
import org.junit.jupiter.api.Test;

class DrainTurnsTest {
    private static final ObjectRef A = tenant("a");
    private static final ObjectRef B = tenant("b");
    private static final ObjectRef C = tenant("c");

    private final DrainTurns turns = new DrainTurns(1);

    private static ObjectRef tenant(String name) {
        return ResourceTypes.TENANT_CONTROL_PLANE.ref("tenants", name);
    }

    @Test
    void take_noneIsFree_waitsAndIsNextAsItCame() {
        assertThat(turns.take(A, "one")).isTrue();
        assertThat(turns.take(C, "one")).isFalse();
        assertThat(turns.take(B, "one")).isFalse();

        assertThat(turns.over(A)).contains(C);
        assertThat(turns.take(C, "one")).isTrue();
        assertThat(turns.over(C)).contains(B);
    }

    @Test
    void take_again_isTheSameTurn() {
        assertThat(turns.take(A, "one")).isTrue();
        assertThat(turns.take(A, "one")).isTrue();
    }

    @Test
    void take_ofAnotherDataStore_isFree() {
        turns.take(A, "one");

        assertThat(turns.take(B, "two")).isTrue();
        assertThat(turns.over(B)).isEmpty();
    }

    @Test
    void over_whoWasToldAndDoesNotCome_holdsUpNobody() {
        turns.take(A, "one");
        turns.take(B, "one");
        turns.take(C, "one");
        turns.over(A); // B is told, and is paused meanwhile

        assertThat(turns.take(C, "one")).isTrue();
    }

    @Test
    void over_whoWaits_waitsNoMore() {
        turns.take(A, "one");
        turns.take(B, "one");
        turns.over(B);

        assertThat(turns.over(A)).isEmpty();
    }

    @Test
    void take_noneAtOnce_neverLeaves() {
        assertThat(new DrainTurns(0).take(A, "one")).isFalse();
    }
}

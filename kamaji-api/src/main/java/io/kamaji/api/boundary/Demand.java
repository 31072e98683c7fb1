package io.kamaji.api.boundary;

import io.kamaji.api.json.JsonValue;
import java.util.Optional;

/** What a boundary asks of one value: said in Java, and in CEL where CEL can. Immutable. */
interface Demand {

    /** Takes what is wrong. */
    @FunctionalInterface
    interface Out {
        /** One thing wrong, below the judged place. */
        void add(String below, JsonValue value, String message);
    }

    /** Tells what is wrong with a value, which is null where there is none. */
    void judge(JsonValue value, Out out);

    /** The expression that is true where nothing is wrong with the value of an expression; empty if CEL can't tell. */
    Optional<String> cel(String value);

    /** Whether no value is good. */
    default boolean isMetByNothing() {
        var met = new boolean[] {true};
        judge(JsonValue.NULL, (below, value, message) -> met[0] = false);
        return met[0];
    }

    /** What is to be said in short where the policy refuses. */
    String message();
}

package io.kamaji.testkit.simulator.internal.rest;

import io.kamaji.api.json.JsonObject;
import java.util.List;

/**
 * What came of a request.
 *
 * @param changed whether anything stored is different now
 * @param warnings for the Warning header
 */
public record Outcome(int code, JsonObject body, boolean changed, List<String> warnings) {
    static Outcome ok(JsonObject body) {
        return new Outcome(200, body, false, List.of());
    }

    Outcome warned(List<String> more) {
        return new Outcome(code, body, changed, more);
    }
}

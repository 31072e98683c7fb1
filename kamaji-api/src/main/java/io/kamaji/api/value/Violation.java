package io.kamaji.api.value;

import io.kamaji.api.json.JsonValue;

/**
 * One thing wrong with a spec.
 *
 * @param path where, in the custom resource's own names: {@code spec.networkProfile.certSANs[1]}
 * @param value the offending value, or JSON's null if something is missing
 * @param message what is wrong with it
 */
public record Violation(String path, JsonValue value, String message) {
    /** How many a schema tells of one document; the rest is left out. */
    public static final int MOST = 1_000;

    @Override
    public String toString() {
        return path + ": " + (value == JsonValue.NULL ? "" : value.toJson() + ": ") + message;
    }
}

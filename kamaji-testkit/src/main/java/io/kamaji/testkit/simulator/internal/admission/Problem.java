package io.kamaji.testkit.simulator.internal.admission;

/**
 * One violation of a kind's rules, as the API prints it.
 *
 * @param reason {@code FieldValueInvalid}, {@code FieldValueRequired}, …
 */
public record Problem(String reason, String message, String field) {
    public static Problem required(String field, String detail) {
        return new Problem("FieldValueRequired", "Required value" + (detail.isEmpty() ? "" : ": " + detail), field);
    }

    /**
     * @param value as JSON
     */
    public static Problem invalid(String field, String value, String detail) {
        return new Problem("FieldValueInvalid", "Invalid value: " + value + ": " + detail, field);
    }

    public static Problem unsupported(String field, String value, String supported) {
        return new Problem(
                "FieldValueNotSupported", "Unsupported value: " + value + ": supported values: " + supported, field);
    }

    @Override
    public String toString() {
        return field + ": " + message;
    }
}

package io.kamaji.core.manifest;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A label selector of the API (meta/v1 LabelSelector) that has been validated; without one everything is selected.
 * Immutable.
 */
public record LabelSelector(Optional<JsonObject> selector) {

    /** Whether an object with these labels is selected. */
    public boolean selects(Map<String, String> labels) {
        return selector.isEmpty()
                || labels.entrySet()
                                .containsAll(selector.get().texts("matchLabels").entrySet())
                        && expressions().objects().allMatch(expression -> holds(expression, labels));
    }

    private JsonArray expressions() {
        return selector.map(it -> it.array("matchExpressions")).orElse(JsonArray.EMPTY);
    }

    private static boolean holds(JsonObject expression, Map<String, String> labels) {
        var value = Optional.ofNullable(labels.get(expression.text("key").orElse("")));
        List<String> values = expression.array("values").texts();
        return switch (expression.text("operator").orElse("")) {
            case "In" -> value.filter(values::contains).isPresent();
            case "NotIn" -> value.filter(values::contains).isEmpty();
            case "Exists" -> value.isPresent();
            case "DoesNotExist" -> value.isEmpty();
            default -> false;
        };
    }
}

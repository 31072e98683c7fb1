package io.kamaji.api.boundary;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How much of a resource a container may request and have: a limit must be set where there is a ceiling for it. */
record CeilingDemand(Map<String, JsonValue> requests, Map<String, JsonValue> limits) implements Demand {

    static CeilingDemand of(JsonObject boundary) {
        return new CeilingDemand(
                new TreeMap<>(boundary.object("requests").members()),
                new TreeMap<>(boundary.object("limits").members()));
    }

    @Override
    public void judge(JsonValue value, Out out) {
        var given = value.asObject().orElse(JsonObject.EMPTY);
        requests.forEach((name, most) -> given.get("requests", name)
                .or(() -> given.get("limits", name)) // which is requested then
                .filter(asked -> isAbove(asked, most))
                .ifPresent(asked -> out.add(".requests." + name, asked, "must be at most " + SpecPath.text(most))));
        limits.forEach((name, most) -> {
            var asked = given.get("limits", name).orElse(JsonValue.NULL);
            if (asked == JsonValue.NULL || isAbove(asked, most)) {
                out.add(".limits." + name, asked, "must be set, to at most " + SpecPath.text(most));
            }
        });
    }

    static boolean isAbove(JsonValue asked, JsonValue most) {
        return quantity(asked).compareTo(quantity(most)) > 0;
    }

    /** What is no quantity is refused elsewhere. */
    static BigDecimal quantity(JsonValue value) {
        return Quantity.of(value).orElse(BigDecimal.ZERO);
    }

    @Override
    public Optional<String> cel(String value) {
        var all = new ArrayList<String>(List.of("true"));
        requests.forEach((name, most) -> all.add("(" + value + ".?requests[?" + Demands.quoted(name) + "].or(" + value
                + ".?limits[?" + Demands.quoted(name) + "]).optMap(q, " + atMost(most) + ").orValue(true))"));
        limits.forEach((name, most) -> all.add("(" + value + ".?limits[?" + Demands.quoted(name) + "].optMap(q, "
                + atMost(most) + ").orValue(false))"));
        return Optional.of("(" + String.join(" && ", all) + ")");
    }

    private static String atMost(JsonValue most) {
        return "quantity(string(dyn(q))).compareTo(quantity(" + Demands.quoted(SpecPath.text(most)) + ")) <= 0";
    }

    @Override
    public String message() {
        return "must keep "
                + Stream.of(said("requests", requests), said("limits", limits))
                        .filter(said -> !said.isEmpty())
                        .collect(Collectors.joining(" and "));
    }

    private static String said(String kind, Map<String, JsonValue> ceilings) {
        return ceilings.entrySet().stream()
                .map(ceiling -> kind + " of " + ceiling.getKey() + " up to " + SpecPath.text(ceiling.getValue()))
                .collect(Collectors.joining(", "));
    }
}

package io.kamaji.api.boundary;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a spec asks for in all pods of the tenant together, init containers aside, which run before the others. CEL can't multiply
 * quantities.
 */
record TotalDemand(Map<String, JsonValue> requests, Map<String, JsonValue> limits) implements Demand {
    private static final String POD = "controlPlane.deployment";
    private static final List<String> CONTAINERS = List.of(
            POD + ".resources.apiServer?",
            POD + ".resources.controllerManager?",
            POD + ".resources.scheduler?",
            POD + ".resources.kine?",
            POD + ".additionalContainers[].resources?",
            "addons.konnectivity?.server.resources?");

    static TotalDemand of(JsonObject boundary) {
        return new TotalDemand(
                new TreeMap<>(boundary.object("requests").members()),
                new TreeMap<>(boundary.object("limits").members()));
    }

    @Override
    public void judge(JsonValue value, Out out) {
        var spec = value.asObject().orElse(JsonObject.EMPTY);
        var replicas = spec.number("controlPlane", "deployment", "replicas").orElse(2L);
        var containers = new ArrayList<JsonObject>();
        CONTAINERS.forEach(place -> SpecPath.parse(place)
                .each(spec, (path, given, read) -> read.asObject().ifPresent(containers::add)));
        each("requests", requests, containers, replicas, out);
        each("limits", limits, containers, replicas, out);
    }

    private static void each(
            String kind, Map<String, JsonValue> ceilings, List<JsonObject> containers, long replicas, Out out) {
        ceilings.forEach((name, most) -> {
            var sum = containers.stream()
                    .map(container -> container
                            .get(kind, name)
                            .or(() -> kind.equals("requests") ? container.get("limits", name) : Optional.empty())
                            .map(CeilingDemand::quantity)
                            .orElse(BigDecimal.ZERO))
                    .reduce(BigDecimal.ZERO, BigDecimal::add)
                    .multiply(BigDecimal.valueOf(replicas));
            if (sum.compareTo(CeilingDemand.quantity(most)) > 0) {
                out.add(
                        "." + POD + ".resources",
                        JsonValue.of(sum.stripTrailingZeros().toPlainString()),
                        kind + " of " + name + " of all pods together must be at most " + SpecPath.text(most));
            }
        });
    }

    @Override
    public Optional<String> cel(String value) {
        return Optional.empty();
    }

    @Override
    public String message() {
        return "must keep the ceilings of all pods together";
    }
}

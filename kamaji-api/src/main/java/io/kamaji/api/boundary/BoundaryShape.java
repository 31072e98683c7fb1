package io.kamaji.api.boundary;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.IpNetwork;
import io.kamaji.api.value.Quantity;
import io.kamaji.api.value.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a boundary must be beyond its schema: of what it says each part can be held against a tenant. A part that could not be read
 * would bind all tenants or none. Pure.
 */
record BoundaryShape(JsonObject spec) {
    private static final List<String> RANGES =
            List.of("exposure.addresses", "network.serviceCidrs", "network.podCidrs");
    private static final String FLAG = "must be the name of a flag without dashes before it, and with - for _";

    /** Everything that is wrong. */
    static List<Violation> violations(JsonObject resource) {
        var shape = new BoundaryShape(resource.object("spec"));
        return Stream.of(shape.networks(), shape.ceilings(), shape.flags(), shape.amounts(), shape.selector())
                .flatMap(part -> part)
                .toList();
    }

    private Stream<Violation> networks() {
        return RANGES.stream()
                .flatMap(range -> each(
                        range + "[]",
                        given -> IpNetwork.parse(SpecPath.text(given)).isPresent(),
                        "must be a range such as 10.0.0.0/8"));
    }

    private Stream<Violation> ceilings() {
        return spec.object("resources").members().keySet().stream()
                .flatMap(component -> Stream.of("requests", "limits")
                        .flatMap(kind -> each(
                                "resources." + component + "." + kind + "{}",
                                given -> Quantity.of(given)
                                        .filter(most -> most.signum() >= 0)
                                        .isPresent(),
                                "must be a quantity such as 500m or 2Gi")));
    }

    private Stream<Violation> flags() {
        return spec.object("flags").members().keySet().stream()
                .map(component -> "flags." + component)
                .flatMap(flags -> Stream.of(
                                each(flags + ".allowed[]", BoundaryShape::isFlag, FLAG),
                                each(flags + ".forbidden[]", BoundaryShape::isFlag, FLAG),
                                spec.object(flags.split("\\.")).object("fixed").members().keySet().stream()
                                        .map(JsonValue::of)
                                        .filter(name -> !isFlag(name))
                                        .map(name -> new Violation(
                                                "spec." + flags + ".fixed[" + SpecPath.text(name) + "]", name, FLAG)))
                        .flatMap(found -> found));
    }

    private static boolean isFlag(JsonValue pattern) {
        var text = SpecPath.text(pattern);
        return !text.startsWith("-") && !text.contains("_");
    }

    private Stream<Violation> amounts() {
        var named = Stream.of("versions.from", "versions.to")
                .flatMap(version -> each(
                        version,
                        given -> given == JsonValue.NULL || VersionDemand.isReadable(SpecPath.text(given)),
                        "must be a version such as 1.36 or 1.36.3"))
                .toList();
        if (!named.isEmpty()) {
            return named.stream();
        }
        var replicas = spec.object("replicas");
        var least = replicas.number("min");
        return Stream.of(
                        wrong(
                                "replicas",
                                least.filter(min -> replicas.number("max")
                                                .filter(max -> max < min)
                                                .isPresent())
                                        .isPresent(),
                                "must have a min that is not above its max"),
                        wrong(
                                "versions",
                                VersionDemand.of(spec.object("versions")).isEmpty(),
                                "must have a from that is not above its to"))
                .flatMap(Optional::stream);
    }

    private Optional<Violation> wrong(String part, boolean isWrong, String message) {
        return isWrong ? Optional.of(new Violation("spec." + part, spec.object(part), message)) : Optional.empty();
    }

    /** As the API server holds it for selectors of its own; one that selects nothing would bind nobody. */
    private Stream<Violation> selector() {
        return each(
                "namespaceSelector.matchExpressions[]",
                given -> {
                    var expression = given.asObject().orElse(JsonObject.EMPTY);
                    var hasValues = !expression.array("values").isEmpty();
                    return switch (expression.text("operator").orElse("")) {
                        case "In", "NotIn" -> hasValues;
                        case "Exists", "DoesNotExist" -> !hasValues;
                        default -> false;
                    };
                },
                "must have operator In or NotIn with values, or Exists or DoesNotExist without");
    }

    private Stream<Violation> each(String place, Predicate<JsonValue> right, String message) {
        var found = new ArrayList<Violation>();
        SpecPath.parse("spec." + place).each(JsonObject.of("spec", spec), (path, given, read) -> {
            if (!right.test(given)) {
                found.add(new Violation(path, given, message));
            }
        });
        return found.stream();
    }
}

package io.kamaji.api.boundary;

import io.kamaji.api.json.JsonObject;
import java.util.Optional;

/**
 * One rule: which part of a boundary says what of which place in a tenant. Immutable.
 *
 * @param boundary place in the boundary
 * @param place in the tenant, in the notation of {@link SpecPath}
 */
record BoundaryRule(String boundary, String place, Demand demand) {

    void judge(JsonObject tenant, Demand.Out out) {
        SpecPath.parse(place)
                .each(
                        tenant,
                        (path, given, read) -> demand.judge(
                                read,
                                (below, value, message) ->
                                        out.add(path + below, value == read ? given : value, message)));
    }

    /** The expression that is true where a tenant, {@code object}, keeps the rule; empty if CEL can't tell. */
    Optional<String> cel() {
        var absent = demand.isMetByNothing();
        return demand.cel("x").isEmpty()
                ? Optional.empty()
                : Optional.of(
                        SpecPath.parse(place).cel(value -> demand.cel(value).orElseThrow(), absent));
    }

    /** What a policy says where the rule is broken; it has no value at hand. */
    String message() {
        return place + ": " + demand.message();
    }
}

package io.kamaji.core.observe;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.value.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What the containers of one name take, of all of a tenant's pods together. CPU in thousandths of a core, memory in bytes.
 *
 * @param requestedCpu what is kept free for them; 0 where they ask for nothing
 * @param requestedMemory the same
 * @param cpuLimit what they may take at most; empty if one of them has no limit
 * @param memoryLimit the same
 * @param usedCpu what they take now; empty where nobody measures
 * @param usedMemory the same
 */
public record ContainerCost(
        long requestedCpu,
        long requestedMemory,
        OptionalLong cpuLimit,
        OptionalLong memoryLimit,
        OptionalLong usedCpu,
        OptionalLong usedMemory) {
    private static final BigDecimal MILLI = BigDecimal.valueOf(1000);

    /** One container: its resources (core/v1 ResourceRequirements) and its usage (ResourceList), empty where nobody measures. */
    static ContainerCost of(JsonObject resources, JsonObject usage) {
        return new ContainerCost(
                cpu(resources.object("requests")).orElse(0),
                memory(resources.object("requests")).orElse(0),
                cpu(resources.object("limits")),
                memory(resources.object("limits")),
                cpu(usage),
                memory(usage));
    }

    /** Both together. */
    public ContainerCost plus(ContainerCost other) {
        return new ContainerCost(
                requestedCpu + other.requestedCpu,
                requestedMemory + other.requestedMemory,
                sum(other, ContainerCost::cpuLimit),
                sum(other, ContainerCost::memoryLimit),
                sum(other, ContainerCost::usedCpu),
                sum(other, ContainerCost::usedMemory));
    }

    private OptionalLong sum(ContainerCost other, Function<ContainerCost, OptionalLong> part) {
        var mine = part.apply(this);
        var theirs = part.apply(other);
        return mine.isPresent() && theirs.isPresent()
                ? OptionalLong.of(mine.getAsLong() + theirs.getAsLong())
                : OptionalLong.empty();
    }

    private static OptionalLong cpu(JsonObject list) {
        return number(list, "cpu", MILLI);
    }

    private static OptionalLong memory(JsonObject list) {
        return number(list, "memory", BigDecimal.ONE);
    }

    private static OptionalLong number(JsonObject list, String resource, BigDecimal unit) {
        return list.get(resource)
                .flatMap(Quantity::of)
                .map(number -> OptionalLong.of(
                        number.multiply(unit).setScale(0, RoundingMode.CEILING).longValue()))
                .orElse(OptionalLong.empty());
    }
}

package io.kamaji.core.operator;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.status.TenantControlPlaneStatus;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.status.ConditionType;
import io.kamaji.core.status.NextStep;
import java.util.List;
import java.util.Optional;

/**
 * How a tenant is, for its source. Immutable.
 *
 * @param wire as {@code status} of the custom resource has it
 * @param next what the operator does next
 * @param pass what was seen and done; empty if none was made: it is paused, its spec is refused, its data is being moved, …
 * @param failure what someone has to mend: an {@link InvalidSpecException} or a {@link io.kamaji.api.KamajiException}
 */
public record TenantReport(
        TenantControlPlaneStatus wire, NextStep next, Optional<Pass> pass, Optional<RuntimeException> failure) {

    /** Whether its spec is refused; nothing was written then. */
    public boolean refused() {
        return failure.filter(InvalidSpecException.class::isInstance).isPresent();
    }

    /** A condition as the wire has it; empty if there is none of that type. */
    public Optional<JsonObject> condition(ConditionType type) {
        return wire.conditions().orElse(List.of()).stream()
                .filter(condition -> condition.text("type").equals(Optional.of(type.toString())))
                .findFirst();
    }

    /** Whether a worker can join: condition {@code Ready} is {@code True}. */
    public boolean ready() {
        return condition(ConditionType.READY)
                .flatMap(condition -> condition.text("status"))
                .equals(Optional.of("True"));
    }

    /** In one word, as {@code status.kubernetesResources.version.status} has it: {@code Ready}; {@code Unknown} if there is none. */
    public String phase() {
        return phase(wire);
    }

    static String phase(TenantControlPlaneStatus wire) {
        return wire.kubernetesResources()
                .flatMap(resources -> resources.version())
                .flatMap(version -> version.status())
                .orElse("Unknown");
    }

    /** The same, because of a failure. */
    TenantReport because(RuntimeException why) {
        return new TenantReport(wire, next, pass, Optional.of(why));
    }

    /** The same of a spec that is not done yet. */
    TenantReport notYet(TenantWish wish) {
        var before = wish.tenant().status().flatMap(status -> status.observedGeneration());
        return new TenantReport(wire.toBuilder().observedGeneration(before).build(), next, pass, failure);
    }

    @Override
    public String toString() {
        return phase() + ", " + next;
    }
}

package io.kamaji.core.component;

import java.util.List;

/**
 * One part of a control plane. A component is a pure function: it opens nothing, asks no clock and keeps no state, so that
 * the same tenant and inputs always give the same contribution. Must be thread-safe.
 */
public interface Component {

    /** Its name, once in a renderer; shown in plans. */
    String name();

    /** Whether the tenant has it; default: always. A component that is not enabled contributes nothing. */
    default boolean enabledFor(TenantView tenant) {
        return true;
    }

    /**
     * What others must know of it: kinds of its objects, credentials, names of containers and volumes; default: nothing. The
     * same for every tenant and in each call.
     */
    default Declaration declares() {
        return Declaration.NONE;
    }

    /** What it refuses or warns of in a spec by itself; default: nothing. Asked also where a tenant does not have it. */
    default List<SpecRule> rules() {
        return List.of();
    }

    /** As {@link #rules}, asked once it is known where the tenant's state is kept ({@link SpecView#placement}). */
    default List<SpecRule> placedRules() {
        return List.of();
    }

    /**
     * What it adds. Its declared credentials are stored without its doing.
     *
     * @throws RuntimeException whatever it throws ends the pass; a spec that it can't take should have been refused before
     */
    Contribution contribute(RenderContext context);
}

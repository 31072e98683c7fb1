package io.kamaji.core.component;

import io.kamaji.pki.CertificateSpec;
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
     * The certificates it needs; default: none. They are issued in one tree with everybody else's and handed back in
     * {@link RenderContext#certificate(String)}. One whose names are not known yet is left out.
     */
    default List<CertificateSpec> certificates(TenantView tenant) {
        return List.of();
    }

    /** What it refuses or warns of in a spec by itself; default: nothing. Asked also where a tenant does not have it. */
    default List<SpecRule> rules() {
        return List.of();
    }

    /** As {@link #rules}, asked once it is known where the tenant's state is kept ({@link SpecView#placement}). */
    default List<SpecRule> placedRules() {
        return List.of();
    }

    /** What it adds. */
    Contribution contribute(RenderContext context);
}

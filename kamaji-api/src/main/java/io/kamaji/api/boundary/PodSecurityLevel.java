package io.kamaji.api.boundary;

import java.util.Locale;

/** The pod security standards of Kubernetes. */
public enum PodSecurityLevel {
    PRIVILEGED,
    BASELINE,
    RESTRICTED;

    /** As a namespace's label has it: {@code baseline}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

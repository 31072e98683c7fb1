package io.kamaji.examples.platform;

import java.util.Locale;

/** What a member of a team may do; each role includes those before it. */
enum Role {
    /** Sees clusters, how they are and what they cost. */
    VIEW,
    /** Makes, changes and deletes clusters, and sees the plan of that. */
    CREATE,
    /** Gets kubeconfigs and join lines. */
    OPERATE;

    /**
     * Reads {@code create}.
     *
     * @throws IllegalArgumentException if there is no such role
     */
    static Role parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

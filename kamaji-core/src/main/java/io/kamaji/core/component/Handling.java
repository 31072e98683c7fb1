package io.kamaji.core.component;

import java.util.EnumSet;
import java.util.Set;

/**
 * What is particular about objects of a kind. Immutable.
 *
 * @param presence whether a tenant can do without them
 */
public record Handling(Presence presence, Set<Trait> traits) {
    /** A kind of which nothing is said. */
    public static final Handling PLAIN = new Handling(Presence.REQUIRED, Set.of());

    /** What it means that a cluster does not serve a kind, or does not let us write it. */
    public enum Presence {
        /** The pass fails and names the object: the tenant is not ready. */
        REQUIRED,
        /** The tenant does without; it is in the report. */
        TOLERATED
    }

    /** A fact about a kind. */
    public enum Trait {
        /** What is decided depends on what is stored: a pass can't do without seeing all of them. */
        READ_BACK,
        /** Runs on what else is rendered: it is written after the store is ready and deleted first. */
        RUNS,
        /** A pod may mount it: it is deleted last, and not before a rollout has ended. */
        MOUNTED,
        /** Data goes with it: it is deleted with consent only. */
        HOLDS_DATA,
        /** Where it can't be changed it is deleted and made again; nothing is lost by that. */
        REPLACEABLE,
        /** Clients come by it: when the spec asks for its kind no longer it is kept until they can have gone another way. */
        FRONT,
        /** When it is deleted, its pods are not drained: they are left to be deleted by themselves, and end within a second. */
        UNDRAINED,
        /** A field that somebody adds to its spec changes what ours mean: it is made again without. */
        EXACT
    }

    public Handling {
        traits = traits.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(traits));
    }

    /** A required kind. */
    public static Handling of(Trait... traits) {
        return new Handling(Presence.REQUIRED, Set.of(traits));
    }

    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    public boolean isTolerated() {
        return presence == Presence.TOLERATED;
    }

    /** What two that speak of the same kind say together: required if one of them needs it. */
    Handling and(Handling other) {
        var all = EnumSet.noneOf(Trait.class);
        all.addAll(traits);
        all.addAll(other.traits);
        return new Handling(isTolerated() ? other.presence : presence, all);
    }
}

package io.kamaji.core.component;

/**
 * Judges one aspect of a spec: what can never run is refused, what was probably not meant is a warning. Reads the spec as it was
 * written, which may be wrong in any other way too. Must be pure and thread-safe.
 */
@FunctionalInterface
public interface SpecRule {

    /** Looks at a spec and tells what it finds. */
    void check(SpecView spec, SpecFindings found);
}

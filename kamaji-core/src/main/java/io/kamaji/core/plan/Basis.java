package io.kamaji.core.plan;

/**
 * The object as it was when the plan was made.
 *
 * @param resourceVersion a Secret must still have it when the plan is applied
 * @param ours digest of the fields that Kamaji owns or is about to: those may not have moved, others (status) may
 */
public record Basis(String uid, String resourceVersion, String ours) {}

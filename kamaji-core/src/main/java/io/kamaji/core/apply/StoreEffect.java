package io.kamaji.core.apply;

/** Makes the tenant's part of the datastore, just before its Deployment is written; only where a plan has store steps. */
@FunctionalInterface
public interface StoreEffect {

    /** For plans without store steps. */
    StoreEffect NONE = () -> {};

    /**
     * Makes what is missing.
     *
     * @throws io.kamaji.api.KamajiException if that fails; what comes after is not written then
     */
    void ensure();
}

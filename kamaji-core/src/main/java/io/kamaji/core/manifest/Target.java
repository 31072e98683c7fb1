package io.kamaji.core.manifest;

/** The cluster that an object goes to. */
public enum Target {
    /** The cluster that runs the tenant's control plane. */
    ADMIN,
    /** The tenant's own cluster. */
    TENANT
}

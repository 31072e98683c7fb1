package io.kamaji.testkit.cluster;

/** A tenant on the embedded store. */
@TenantCluster(version = "1.36.3")
class SqliteTenantClusterIT extends TenantClusterContract {}

package io.kamaji.testkit.cluster;

/** A tenant on an etcd that others may share. */
@TenantCluster(version = "1.36.3", dataStore = StoreKind.ETCD)
class EtcdTenantClusterIT extends TenantClusterContract {}

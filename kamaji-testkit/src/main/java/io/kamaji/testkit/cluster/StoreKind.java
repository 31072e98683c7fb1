package io.kamaji.testkit.cluster;

/** Where a test's tenant cluster keeps its state. */
public enum StoreKind {
    /** A SQLite file that kine serves beside the API server; nothing else runs. */
    SQLITE,
    /** An etcd of the test run, shared by all of its tenants. */
    ETCD
}

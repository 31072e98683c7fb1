package io.kamaji.testkit.cluster;

import io.kamaji.testkit.datastore.EtcdServer;

/** The one etcd of a test run. */
record SharedEtcd(EtcdServer server) implements AutoCloseable {

    static SharedEtcd start() {
        return new SharedEtcd(EtcdServer.start());
    }

    @Override
    public void close() {
        server.close();
    }
}

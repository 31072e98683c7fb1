package io.kamaji.datastore;

/** How a {@code host:port} that is meant for the pods of the admin cluster is reached from this JVM. Thread-safe. */
@FunctionalInterface
public interface EndpointResolver {

    /** The {@code host:port} to connect to; certificates are still checked against the original host. */
    String resolve(String hostAndPort);

    /** Endpoints are reached as they are. */
    static EndpointResolver identity() {
        return hostAndPort -> hostAndPort;
    }
}

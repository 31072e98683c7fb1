package io.kamaji.datastore;

import java.util.Map;
import java.util.Optional;

/** Where the Secrets come from that a datastore refers to. Thread-safe. */
@FunctionalInterface
public interface SecretSource {

    /** The data of a Secret, decoded, by key; empty if there is no such Secret. Each Secret is asked for once. */
    Optional<Map<String, byte[]>> secret(String namespace, String name);

    /** No Secret at all: for datastores whose content is inline. */
    static SecretSource none() {
        return (namespace, name) -> Optional.empty();
    }
}

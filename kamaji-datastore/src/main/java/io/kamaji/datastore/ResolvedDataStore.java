package io.kamaji.datastore;

import io.kamaji.api.DataStore;
import io.kamaji.pki.KeyedCertificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A datastore with its credentials read. Immutable; its text form shows no credential.
 *
 * @param store the declaration
 * @param authorityPem certificate of the store's CA
 * @param authority the same with its key, where the driver signs client certificates with it (etcd)
 * @param client the administrator's client certificate
 * @param username the administrator
 * @param password of the administrator
 * @param resolver how endpoints are reached from here
 * @param timeout limit of each call
 */
public record ResolvedDataStore(
        DataStore store,
        Optional<String> authorityPem,
        Optional<KeyedCertificate> authority,
        Optional<KeyedCertificate> client,
        Optional<String> username,
        Optional<String> password,
        EndpointResolver resolver,
        Duration timeout) {

    /** The limit of each call where none is given: 10 s. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /**
     * Reads what a datastore refers to. Inline content wins over a Secret; a Secret is read once. One line end after the
     * administrator's name or password is not part of it.
     *
     * @param resolver how endpoints are reached from here
     * @param timeout limit of each call to the store
     * @throws io.kamaji.api.InvalidSpecException with everything that is missing or can't be read, each with its path; no
     *     content is repeated in it
     */
    public static ResolvedDataStore resolve(
            DataStore store, SecretSource secrets, EndpointResolver resolver, Duration timeout) {
        return DataStoreResolution.resolve(store, secrets, resolver, timeout);
    }

    /** The same, reached from here as declared, with the default limit. */
    public static ResolvedDataStore resolve(DataStore store, SecretSource secrets) {
        return resolve(store, secrets, EndpointResolver.identity(), DEFAULT_TIMEOUT);
    }

    /** The same with another limit of each call. */
    public ResolvedDataStore withTimeout(Duration limit) {
        return new ResolvedDataStore(store, authorityPem, authority, client, username, password, resolver, limit);
    }

    /** {@code metadata.name} of the declaration. */
    public String name() {
        return store.metadata().name().orElseThrow();
    }

    /** {@code spec.driver} of the declaration. */
    public String driver() {
        return store.spec().driver();
    }

    /** {@code host:port} each, as declared. */
    public List<String> endpoints() {
        return store.spec().endpoints().orElse(List.of());
    }

    @Override
    public String toString() {
        return driver() + " " + name() + " " + endpoints();
    }
}

package io.kamaji.testkit.datastore;

import io.kamaji.datastore.TenantAccount;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A store as a tenant uses it, with the credentials that its binding gives it and no others. Not thread-safe. */
public interface TenantClient extends AutoCloseable {

    /** Writes a value of the tenant. */
    void put(String key, String value);

    /** Reads a value of the tenant. */
    Optional<String> get(String key);

    /**
     * What this tenant could try on another's data and on the server, by name; each must end with an exception.
     *
     * @param other the tenant that is attacked; it holds a value under key {@code secret}
     */
    Map<String, Callable<?>> attacks(TenantAccount other);

    @Override
    void close();
}

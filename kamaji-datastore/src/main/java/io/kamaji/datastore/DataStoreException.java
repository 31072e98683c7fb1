package io.kamaji.datastore;

import io.kamaji.api.KamajiException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A datastore that can't be reached, refuses, or can't do what is asked. The message names driver, endpoint and what to do.
 *
 * <p>{@link #retryAfter()} is set where the same call may succeed later by itself: the store was not reached or not
 * ready. Neither the message nor the data holds a credential.
 */
public final class DataStoreException extends KamajiException {
    private static final long serialVersionUID = 1L;
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final @Nullable String driver;
    private final @Nullable String endpoint;

    /**
     * A failure that is not one of a driver and an endpoint.
     *
     * @param retryAfter when the same call may succeed by itself; null: someone has to do something
     */
    public DataStoreException(String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        this(message, null, null, retryAfter, cause);
    }

    private DataStoreException(
            String message,
            @Nullable String driver,
            @Nullable String endpoint,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(message, cause, null, retryAfter);
        this.driver = driver;
        this.endpoint = endpoint;
    }

    /**
     * Not reached, or no answer in time; worth another try in 10 s.
     *
     * @param problem what happened, such as {@code "connection refused"}
     * @param remedy what to do, a sentence
     */
    public static DataStoreException unreachable(
            ResolvedDataStore store, String endpoint, String problem, String remedy, @Nullable Throwable cause) {
        return of(store, endpoint, problem, remedy, RETRY, cause);
    }

    /** Reached, and refused or impossible: someone has to do something. */
    public static DataStoreException refused(
            ResolvedDataStore store, String endpoint, String problem, String remedy, @Nullable Throwable cause) {
        return of(store, endpoint, problem, remedy, null, cause);
    }

    /** A client library that is not there; {@code artifacts} are Maven coordinates without version. */
    public static DataStoreException missingLibrary(String driver, String artifacts, Throwable cause) {
        return new DataStoreException(
                "driver " + driver + " needs " + artifacts
                        + " at run time, which is not on the class path: add it as a dependency (io.kamaji:kamaji-bom has the version)",
                driver,
                null,
                null,
                cause);
    }

    private static DataStoreException of(
            ResolvedDataStore store,
            String endpoint,
            String problem,
            String remedy,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        var where = endpoint.isEmpty() ? "" : " at " + endpoint;
        return new DataStoreException(
                store.driver() + " datastore " + store.name() + where + ": " + problem + ". " + remedy,
                store.driver(),
                endpoint,
                retryAfter,
                cause);
    }

    /** The driver's name, where the failure is one of a driver. */
    public Optional<String> driver() {
        return Optional.ofNullable(driver);
    }

    /** {@code host:port} as declared, several with commas, where the failure has to do with one. */
    public Optional<String> endpoint() {
        return Optional.ofNullable(endpoint).filter(text -> !text.isEmpty());
    }
}

package io.kamaji.datastore;

import io.kamaji.pki.KeyedCertificate;
import java.util.Map;
import java.util.Optional;

/**
 * Starts a kine of the pinned version ({@code k3s-io/kine} 0.17.5), for reading and writing a tenant's keys while its own
 * pods are down. Implementations run it as a local process or as a pod of the admin cluster. Thread-safe.
 */
@FunctionalInterface
public interface KineLauncher {

    /**
     * Starts one and returns when it serves.
     *
     * @throws io.kamaji.api.KamajiException if it does not come up, with what is known of the reason
     */
    Running launch(Request request);

    /** Starts none: {@link #launch} fails and asks for a launcher. */
    static KineLauncher none() {
        return request -> {
            throw new DataStoreException(
                    "tenant " + request.tenant().schema() + " is on a store that only kine can read, and there is no"
                            + " KineLauncher: give one",
                    null,
                    null);
        };
    }

    /**
     * What to start.
     *
     * @param dataStore name of the datastore that it is for
     * @param binding flags, endpoint and volume, as the tenant's pods have them
     * @param tenant values of {@code DB_USER}, {@code DB_PASSWORD} and {@code DB_SCHEMA}
     * @param files what lies in {@link StorageBinding#KINE_FOLDER}, PEM by name; contains keys
     */
    record Request(String dataStore, StorageBinding binding, TenantAccount tenant, Map<String, String> files) {
        public Request {
            files = Map.copyOf(files);
        }

        @Override
        public String toString() {
            return "kine of " + tenant;
        }
    }

    /**
     * TLS with a client certificate. Its text form shows no key.
     *
     * @param host that the server's certificate names
     * @param authorityPem of the server's certificate
     */
    record ClientTls(String host, String authorityPem, KeyedCertificate client) {}

    /** A kine that serves etcd's API until it is closed. */
    interface Running extends AutoCloseable {

        /** {@code host:port}. */
        String address();

        /** How it is spoken to over a network; empty for plain text, which only the caller may reach (loopback). */
        default Optional<ClientTls> tls() {
            return Optional.empty();
        }

        @Override
        void close();
    }
}

package io.kamaji.datastore.etcd;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.ResolvedDataStore;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says in words what a failed call to etcd means and what to do about it. */
final class EtcdFailure {
    private EtcdFailure() {}

    /** Another endpoint may do better. */
    static boolean isUnreachable(StatusRuntimeException e) {
        var code = e.getStatus().getCode();
        return code == Status.Code.UNAVAILABLE || code == Status.Code.DEADLINE_EXCEEDED;
    }

    /** The same call at once may do better: users changed while it was under way. */
    static boolean isStale(StatusRuntimeException e) {
        return text(e).contains("revision of auth store is old");
    }

    static boolean says(StatusRuntimeException e, String words) {
        return text(e).contains(words);
    }

    private static String text(StatusRuntimeException e) {
        return Optional.ofNullable(e.getStatus().getDescription()).orElse("");
    }

    /** What happened at one endpoint, a few words. */
    static String problem(StatusRuntimeException e, Duration limit) {
        if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
            return "no answer within " + limit.toMillis() + " ms";
        }
        var host = cause(e, UnknownHostException.class);
        if (host.isPresent() || says(e, "Unable to resolve host")) {
            return "the host name is not known";
        }
        if (cause(e, ConnectException.class).isPresent()) {
            return "connection refused or no route";
        }
        var tls = cause(e, CertificateException.class).map(Throwable.class::cast);
        if (tls.isEmpty()) {
            tls = cause(e, SSLException.class).map(Throwable.class::cast);
        }
        return tls.map(t -> "TLS failed (" + t.getMessage() + ")")
                .orElseGet(() -> e.getStatus().getCode() + " (" + text(e) + ")");
    }

    /** The exception for a call that no endpoint answered. */
    static DataStoreException unreachable(
            ResolvedDataStore store, String endpoints, String problems, StatusRuntimeException last) {
        var expired = store.client().flatMap(client -> {
            try {
                client.certificate().checkValidity();
                return Optional.empty();
            } catch (CertificateExpiredException | CertificateNotYetValidException e) {
                return Optional.of("the administrator's client certificate is valid from "
                        + client.certificate().getNotBefore().toInstant() + " until " + client.notAfter() + " only");
            }
        });
        if (expired.isPresent()) {
            return DataStoreException.refused(
                    store,
                    endpoints,
                    expired.get() + " (" + problems + ")",
                    "Renew the certificate that spec.tlsConfig.clientCertificate names.",
                    last);
        }
        if (cause(last, CertificateException.class).isPresent()) {
            return DataStoreException.refused(
                    store,
                    endpoints,
                    "its server certificate is not trusted: " + problems,
                    "Check that spec.tlsConfig.certificateAuthority is the server's CA, and that the certificate names the endpoint's host and is valid.",
                    last);
        }
        if (cause(last, SSLException.class).isPresent()) {
            return DataStoreException.refused(
                    store,
                    endpoints,
                    "no TLS session: " + problems,
                    "Check that the server trusts the CA of spec.tlsConfig.clientCertificate and speaks TLS.",
                    last);
        }
        return DataStoreException.unreachable(
                store,
                endpoints,
                problems,
                "Check that etcd runs, has a leader, and can be reached from here; it may also end the connection because it does not trust the client certificate.",
                last);
    }

    /** The exception for a call that was answered with a refusal. */
    static DataStoreException refused(ResolvedDataStore store, String endpoint, StatusRuntimeException e) {
        var root = e.getStatus().getCode() == Status.Code.PERMISSION_DENIED
                || says(e, "user name is empty")
                || says(e, "user name not found");
        return DataStoreException.refused(
                store,
                endpoint,
                e.getStatus().getCode() + ", " + text(e),
                root
                        ? "The client certificate's common name must be a user of etcd with role root."
                        : "See the log of etcd.",
                e);
    }

    private static <T extends Throwable> Optional<T> cause(Throwable e, Class<T> type) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return Optional.of(type.cast(t));
            }
        }
        return Optional.empty();
    }
}

package io.kamaji.datastore.internal;

import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.ResolvedDataStore;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What went wrong on the way to a store, and what to do about it. Stateless. */
public final class StoreFailure {

    private StoreFailure() {}

    /** In short: what happened with one endpoint. */
    public static String reason(Throwable e) {
        if (cause(e, UnknownHostException.class).isPresent()) {
            return "unknown host name";
        }
        if (cause(e, SocketTimeoutException.class).isPresent()) {
            return "no answer in time";
        }
        if (cause(e, ConnectException.class).isPresent()) {
            return "connection refused";
        }
        var certificate = cause(e, CertificateException.class);
        if (certificate.isPresent()) {
            return "certificate not trusted: " + certificate.get().getMessage();
        }
        var tls = cause(e, SSLException.class);
        return tls.isPresent() ? "no TLS session: " + tls.get().getMessage() : String.valueOf(root(e).getMessage());
    }

    /** None of the endpoints could be used. */
    public static DataStoreException unreachable(ResolvedDataStore store, String problems, Throwable last) {
        var endpoints = String.join(",", store.endpoints());
        var expired = expiry(store);
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
                    problems,
                    "Check that spec.tlsConfig.certificateAuthority is the server's CA, and that the server's certificate is valid and names the endpoint's host.",
                    last);
        }
        // An end without a word is no verdict: a server that is busy or going down does so too.
        if (cause(last, SSLException.class).isPresent()
                && cause(last, EOFException.class).isEmpty()) {
            return DataStoreException.refused(
                    store,
                    endpoints,
                    problems,
                    "Check that the server speaks TLS and trusts the CA of spec.tlsConfig.clientCertificate.",
                    last);
        }
        return DataStoreException.unreachable(
                store,
                endpoints,
                problems,
                "Check that the server runs and can be reached from here; outside the admin cluster an EndpointResolver is needed."
                        + (store.client().isPresent()
                                ? " It may also end the connection because it does not trust spec.tlsConfig.clientCertificate."
                                : ""),
                last);
    }

    private static Optional<String> expiry(ResolvedDataStore store) {
        return store.client().flatMap(client -> {
            try {
                client.certificate().checkValidity();
                return Optional.empty();
            } catch (CertificateExpiredException | CertificateNotYetValidException e) {
                return Optional.of("the administrator's client certificate is valid from "
                        + client.certificate().getNotBefore().toInstant() + " until " + client.notAfter() + " only");
            }
        });
    }

    private static Throwable root(Throwable e) {
        Throwable t = e;
        while (t.getCause() != null) {
            t = t.getCause();
        }
        return t;
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

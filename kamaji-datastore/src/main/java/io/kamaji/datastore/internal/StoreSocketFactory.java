package io.kamaji.datastore.internal;

import io.kamaji.datastore.ResolvedDataStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS to a store: its CA and no other is trusted, the administrator's certificate is shown if there is one, and the
 * server's certificate must name the host that the datastore declares, wherever the connection really goes.
 *
 * <p>JDBC drivers make it by its class name, so what it connects for is bound to the thread during {@link #with}.
 */
public final class StoreSocketFactory extends SSLSocketFactory {
    private static final ThreadLocal<Target> TARGET = new ThreadLocal<>();
    private static final char[] NO_PASSWORD = {};

    private record Target(SSLSocketFactory sockets, HostPort declared) {}

    /** What opens a connection. */
    @FunctionalInterface
    public interface Opening<T, E extends Exception> {
        T open() throws E;
    }

    /** For JDBC drivers; usable within {@link #with} only. */
    public StoreSocketFactory() {}

    /** Whether the store is to be reached over TLS. */
    public static boolean wanted(ResolvedDataStore store) {
        return store.authorityPem().isPresent() || store.client().isPresent();
    }

    /** Opens a connection over this, for an endpoint as it is declared. */
    public static <T, E extends Exception> T with(ResolvedDataStore store, HostPort declared, Opening<T, E> opening)
            throws E, IOException {
        if (!wanted(store)) {
            return opening.open();
        }
        TARGET.set(new Target(context(store).getSocketFactory(), declared));
        try {
            return opening.open();
        } finally {
            TARGET.remove();
        }
    }

    private static SSLContext context(ResolvedDataStore store) throws IOException {
        try {
            var trusted = store.authorityPem().isPresent() ? KeyStore.getInstance("PKCS12") : null;
            if (trusted != null) {
                trusted.load(null, NO_PASSWORD);
                var pem = new ByteArrayInputStream(
                        store.authorityPem().orElseThrow().getBytes(StandardCharsets.UTF_8));
                for (var ca : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                    trusted.setCertificateEntry("ca-" + trusted.size(), ca);
                }
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(keys(store), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificates of the datastore can't be used: " + e.getMessage(), e);
        }
    }

    private static KeyManager[] keys(ResolvedDataStore store) {
        return store.client()
                .map(client -> new KeyManager[] {new OneKey(client)})
                .orElseGet(() -> new KeyManager[0]);
    }

    private static Target target() {
        var target = TARGET.get();
        if (target == null) {
            throw new IllegalStateException("for connections of kamaji's drivers only");
        }
        return target;
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        var target = target();
        var declared = target.declared();
        var tls = (SSLSocket) target.sockets().createSocket(socket, declared.host(), declared.port(), autoClose);
        var parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        return tls;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return target().sockets().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return target().sockets().getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw overAConnectionOnly();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        throw overAConnectionOnly();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw overAConnectionOnly();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        throw overAConnectionOnly();
    }

    private static IOException overAConnectionOnly() {
        return new IOException("TLS starts on a connection that is open already");
    }
}

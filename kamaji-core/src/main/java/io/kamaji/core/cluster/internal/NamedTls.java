package io.kamaji.core.cluster.internal;

import io.kubernetes.client.openapi.ApiClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.OkHttpClient;

/**
 * Asks a server by another name than the address that it is connected to: fronts that many clusters stand behind know by that
 * name (SNI, RFC 6066) whom a connection is for. Thread-safe.
 */
final class NamedTls extends SSLSocketFactory {
    private final SSLSocketFactory factory;
    private final String name;

    NamedTls(SSLSocketFactory factory, String name) {
        this.factory = factory;
        this.name = name;
    }

    /** A client's connections, by its name for the server if it has one: client-java checks that name and does not ask for it. */
    static OkHttpClient client(ApiClient api) {
        var given = api.getHttpClient();
        var trust = given.x509TrustManager();
        return api.getTlsServerName() == null || trust == null
                ? given
                : given.newBuilder()
                        .sslSocketFactory(new NamedTls(given.sslSocketFactory(), api.getTlsServerName()), trust)
                        .build();
    }

    /** Over a connection that there is: the only one that OkHttp calls. */
    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return factory.createSocket(socket, name, port, autoClose);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return factory.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return factory.createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int localPort) throws IOException {
        return factory.createSocket(host, port, from, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return factory.createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int localPort) throws IOException {
        return factory.createSocket(host, port, from, localPort);
    }
}

package io.kamaji.datastore.mysql.internal;

import io.kamaji.datastore.internal.StoreSocketFactory;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.plugin.TlsSocketPlugin;

/** Gives the JDBC driver the TLS of the datastore instead of its own; found by {@link java.util.ServiceLoader}. Stateless. */
public final class MySqlTlsPlugin implements TlsSocketPlugin {
    /** What the setting {@code tlsSocketType} says. */
    public static final String TYPE = "KAMAJI_DATASTORE";

    /** For the JDBC driver. */
    public MySqlTlsPlugin() {}

    @Override
    public String type() {
        return TYPE;
    }

    /** Whatever factory the driver made of its own settings, the datastore's is used. */
    @Override
    public SSLSocket createSocket(Socket socket, SSLSocketFactory unused) throws IOException {
        return (SSLSocket) new StoreSocketFactory().createSocket(socket, "", 0, true);
    }

    @Override
    public TrustManager[] getTrustManager(Configuration conf, ExceptionFactory exceptions, HostAddress host) {
        return new TrustManager[0];
    }

    @Override
    public KeyManager[] getKeyManager(Configuration conf, ExceptionFactory exceptions) {
        return new KeyManager[0];
    }

    /** Nothing: the handshake itself has checked the declared host; the driver knows only where the connection went. */
    @Override
    public void verify(String host, SSLSession session, long thread) {}
}

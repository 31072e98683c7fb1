package io.kamaji.testkit.datastore;

import io.kamaji.api.DataStore;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.testkit.process.internal.Ports;
import io.kamaji.testkit.process.internal.ServerCertificates;
import io.kamaji.testkit.process.internal.ServerProcess;

/** What servers have in common whose users have passwords: certificates, one process, one administrator. Thread-safe. */
abstract class PasswordServer implements DataStoreServer {
    /** Of the administrator; it needs quoting everywhere. */
    static final String PASSWORD = "pass: '@/word%";

    private final String driver;
    private final String administrator;
    private final ServerCertificates certificates;
    private final KeyedCertificate client;
    private final int port = Ports.next();
    final ServerProcess process;

    /** With the certificates of CA and server in the folder of the process, which is not started yet. */
    PasswordServer(String driver, String administrator) {
        this.driver = driver;
        this.administrator = administrator;
        certificates = ServerCertificates.create(driver);
        client = certificates.client(administrator);
        process = new ServerProcess(driver);
        process.write("ca", certificates.authority());
        process.write("server", certificates.server());
    }

    final int port() {
        return port;
    }

    /** A file in the folder of the process, by its whole path. */
    final String file(String name) {
        return process.folder().resolve(name).toString();
    }

    static String binary(String name) {
        return ServerProcess.find(name)
                .orElseThrow(() -> new IllegalStateException("no binary " + name))
                .toString();
    }

    final ServerProcess.Access access() {
        return new ServerProcess.Access(certificates.authority(), client, administrator, PASSWORD);
    }

    final ServerCertificates certificates() {
        return certificates;
    }

    final String log() {
        return process.log();
    }

    final String wholeLog() {
        return process.wholeLog();
    }

    @Override
    public final String endpoint() {
        return "127.0.0.1:" + port;
    }

    @Override
    public final DataStore dataStore() {
        return ServerProcess.dataStore(driver, access(), endpoint());
    }

    @Override
    public final void kill() {
        process.kill();
    }

    @Override
    public final void restart() {
        process.restart();
    }

    @Override
    public final void close() {
        process.close();
    }
}

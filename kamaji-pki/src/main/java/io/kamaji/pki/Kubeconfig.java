package io.kamaji.pki;

import io.kamaji.pki.internal.OwnersFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A kubeconfig with one cluster, one user and one context; its text form shows fingerprints, never a key or token.
 *
 * <p>Immutable. Written as Kubernetes 1.36 writes it: keys sorted, two blanks, PEM inside as base64, no
 * {@code preferences} (left out since 1.34). What was written so is parsed and written again to the same bytes. Source:
 * clientcmd's {@code Config} v1.
 *
 * @param server the URL of the API server, {@code https://host:port}
 * @param certificateAuthorityPem whom to trust, one or more certificates; empty: the roots of the system
 * @param tlsServerName the name to expect in the server's certificate, if it is not the URL's host
 * @param client the client certificate and key
 * @param token a bearer token
 */
public record Kubeconfig(
        String clusterName,
        String server,
        String certificateAuthorityPem,
        Optional<String> tlsServerName,
        String userName,
        Optional<KeyedCertificate> client,
        Optional<String> token) {

    /** @throws IllegalArgumentException for an empty name, server or token */
    public Kubeconfig {
        require(!clusterName.isBlank(), "a kubeconfig needs the name of its cluster");
        require(!userName.isBlank(), "a kubeconfig needs the name of its user");
        require(!server.isBlank(), "a kubeconfig needs a server");
        require(token.filter(String::isBlank).isEmpty(), "the token of a kubeconfig is empty");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** Without a token. */
    public Kubeconfig(
            String clusterName,
            String server,
            String certificateAuthorityPem,
            Optional<String> tlsServerName,
            String userName,
            Optional<KeyedCertificate> client) {
        this(clusterName, server, certificateAuthorityPem, tlsServerName, userName, client, Optional.empty());
    }

    /** Another server. */
    public Kubeconfig withServer(String value) {
        return new Kubeconfig(clusterName, value, certificateAuthorityPem, tlsServerName, userName, client, token);
    }

    /** Another name to expect in the server's certificate. */
    public Kubeconfig withTlsServerName(String value) {
        return new Kubeconfig(
                clusterName, server, certificateAuthorityPem, Optional.of(value), userName, client, token);
    }

    /** A client certificate in place of any token. */
    public Kubeconfig withClient(KeyedCertificate value) {
        return new Kubeconfig(
                clusterName, server, certificateAuthorityPem, tlsServerName, userName, Optional.of(value));
    }

    /** A token in place of any client certificate. */
    public Kubeconfig withToken(String value) {
        return new Kubeconfig(
                clusterName,
                server,
                certificateAuthorityPem,
                tlsServerName,
                userName,
                Optional.empty(),
                Optional.of(value));
    }

    /** {@code <user>@<cluster>}. */
    public String contextName() {
        return userName + "@" + clusterName;
    }

    /** Ends with a line feed. */
    public String toYaml() {
        return KubeconfigYaml.write(this);
    }

    /**
     * Writes it into a file that only its owner may read or write, as it holds a credential; a file that is there is replaced.
     *
     * @return the file
     * @throws UncheckedIOException if it can't be written
     */
    public Path writeTo(Path file) {
        return OwnersFile.write(file, toYaml());
    }

    /**
     * Reads a kubeconfig, in YAML or JSON: the context that is current, or the only one.
     *
     * @throws PkiException for what is no kubeconfig or cannot be taken over whole: credentials and authorities kept in
     *     files, commands, passwords, proxies, impersonation, unverified servers; the message names the field
     */
    public static Kubeconfig parse(String yaml) {
        return KubeconfigYaml.read(yaml);
    }

    @Override
    public String toString() {
        String credential =
                client.map(KeyedCertificate::fingerprint).orElse(token.isPresent() ? "a token" : "no credential");
        return "Kubeconfig[" + contextName() + ", " + server
                + tlsServerName.map(name -> " as " + name).orElse("")
                + ", authority "
                + (certificateAuthorityPem.isEmpty()
                        ? "of the system"
                        : Fingerprints.shortSha256(certificateAuthorityPem.getBytes(StandardCharsets.UTF_8)))
                + ", " + credential + "]";
    }
}

package io.kamaji.examples.operator;

import io.kamaji.pki.KeyedCertificate;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/** The certificate that the webhook is served with, as it is at each handshake: a renewal needs no restart. Thread-safe. */
final class ServingCertificate {
    private static final String ALIAS = "webhook";
    private volatile Optional<KeyedCertificate> current = Optional.empty();

    void set(KeyedCertificate value) {
        current = Optional.of(value);
    }

    Optional<KeyedCertificate> get() {
        return current;
    }

    /** TLS that serves with it; handshakes fail while there is none. */
    SSLContext tls() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new Keys()}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS in this JVM", e);
        }
    }

    private final class Keys extends X509ExtendedKeyManager {
        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return alias(keyType);
        }

        @Override
        public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            return alias(keyType);
        }

        /** The key's own kind alone: with another one the handshake would fail. */
        private String alias(String keyType) {
            return current.filter(pair -> pair.key().getAlgorithm().equals(keyType))
                    .map(pair -> ALIAS)
                    .orElse(null);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return current.map(pair -> {
                        var chain = new ArrayList<X509Certificate>();
                        chain.add(pair.certificate());
                        chain.addAll(pair.chain());
                        return chain.toArray(X509Certificate[]::new);
                    })
                    .orElse(null);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return current.map(KeyedCertificate::key).orElse(null);
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return null;
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            return null;
        }
    }
}

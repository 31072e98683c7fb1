package io.kamaji.datastore.etcd;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelRegistry;
import io.grpc.TlsChannelCredentials;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.KineLauncher;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.pki.KeyedCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Channels to servers of etcd's API. They connect at the first call. Stateless. */
final class EtcdChannels {
    private static final int LARGEST_ANSWER = 64 << 20;

    private EtcdChannels() {}

    /** To one endpoint of a store; wherever the resolver leads, the certificate has to be that of the declared host. */
    static ManagedChannel store(ResolvedDataStore store, String endpoint) {
        try {
            return open(store.resolver().resolve(endpoint), endpoint, tls(store.authorityPem(), store.client()));
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw DataStoreException.refused(
                    store,
                    endpoint,
                    "the endpoint or the TLS material can't be used: " + e.getMessage(),
                    "Check spec.endpoints and spec.tlsConfig.",
                    e);
        }
    }

    /** To a kine that was started for us. */
    static ManagedChannel kine(ResolvedDataStore store, KineLauncher.Running kine) {
        var address = kine.address();
        try {
            if (kine.tls().isEmpty()) {
                return open(address, address, InsecureChannelCredentials.create());
            }
            var tls = kine.tls().get();
            return open(address, tls.host(), tls(Optional.of(tls.authorityPem()), Optional.of(tls.client())));
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw DataStoreException.refused(
                    store,
                    address,
                    "the kine that was started can't be used: " + e.getMessage(),
                    "See its launcher.",
                    e);
        }
    }

    private static ManagedChannel open(String address, String named, ChannelCredentials credentials) {
        try {
            return Grpc.newChannelBuilder("dns:///" + address, credentials)
                    .overrideAuthority(named)
                    .maxInboundMessageSize(LARGEST_ANSWER)
                    .disableRetry()
                    .build();
        } catch (ManagedChannelRegistry.ProviderNotFoundException e) {
            throw DataStoreException.missingLibrary(EtcdDriver.NAME, EtcdDriver.ARTIFACTS, e);
        }
    }

    private static ChannelCredentials tls(Optional<String> authorityPem, Optional<KeyedCertificate> client)
            throws GeneralSecurityException, IOException {
        var tls = TlsChannelCredentials.newBuilder();
        if (authorityPem.isPresent()) {
            tls.trustManager(trust(authorityPem.get()));
        }
        if (client.isPresent()) {
            tls.keyManager(identity(client.get()));
        }
        return tls.build();
    }

    private static TrustManager[] trust(String pem) throws GeneralSecurityException, IOException {
        var trusted = emptyStore();
        int number = 0;
        for (Certificate certificate : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))) {
            trusted.setCertificateEntry("ca-" + number++, certificate);
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }

    private static KeyManager[] identity(KeyedCertificate client) throws GeneralSecurityException, IOException {
        var chain = Stream.concat(Stream.of(client.certificate()), client.chain().stream())
                .toArray(Certificate[]::new);
        var own = emptyStore();
        own.setKeyEntry("client", client.key(), new char[0], chain);
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(own, new char[0]);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}

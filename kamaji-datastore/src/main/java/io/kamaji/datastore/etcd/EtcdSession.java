package io.kamaji.datastore.etcd;

import io.grpc.Channel;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelRegistry;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.AbstractBlockingStub;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.pki.KeyedCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * The connections of one operation, one per endpoint, opened when needed. A call that meets an unreachable endpoint goes
 * on to the next, within the limit of one call; so every call must bear being repeated. Not thread-safe.
 */
final class EtcdSession implements AutoCloseable {
    private static final int LARGEST_ANSWER = 64 << 20;
    private static final int STALE_TRIES = 20;

    private final ResolvedDataStore store;
    private final List<String> endpoints;
    private final Map<String, ManagedChannel> channels = new HashMap<>();
    private final Duration share;
    private int current;

    EtcdSession(ResolvedDataStore store) {
        this.store = store;
        this.endpoints = store.endpoints();
        if (endpoints.isEmpty()) {
            throw DataStoreException.refused(store, "", "it has no endpoint", "Set spec.endpoints.", null);
        }
        this.share = store.timeout().dividedBy(endpoints.size());
    }

    ResolvedDataStore store() {
        return store;
    }

    List<String> endpoints() {
        return endpoints;
    }

    /** The endpoint in use. */
    String endpoint() {
        return endpoints.get(current);
    }

    /**
     * One call, at the first endpoint that answers.
     *
     * @throws StatusRuntimeException if etcd answers with an error
     * @throws DataStoreException if no endpoint answers
     */
    <S extends AbstractBlockingStub<S>, T> T ask(Function<Channel, S> stub, Function<S, T> call) {
        List<String> problems = new ArrayList<>();
        for (int tries = 0; ; tries++) {
            try {
                return askAt(endpoint(), stub, call);
            } catch (StatusRuntimeException e) {
                if (!EtcdFailure.isUnreachable(e)) {
                    throw e;
                }
                problems.add((endpoints.size() > 1 ? endpoint() + ": " : "") + EtcdFailure.problem(e, share));
                current = (current + 1) % endpoints.size();
                if (tries + 1 == endpoints.size()) {
                    throw EtcdFailure.unreachable(store, String.join(",", endpoints), String.join("; ", problems), e);
                }
            }
        }
    }

    /** The same where every error of etcd is a failure. */
    <S extends AbstractBlockingStub<S>, T> T call(Function<Channel, S> stub, Function<S, T> call) {
        try {
            return ask(stub, call);
        } catch (StatusRuntimeException e) {
            throw EtcdFailure.refused(store, endpoint(), e);
        }
    }

    /** One call at one endpoint. */
    <S extends AbstractBlockingStub<S>, T> T askAt(String endpoint, Function<Channel, S> stub, Function<S, T> call) {
        for (int tries = 1; ; tries++) {
            try {
                return call.apply(
                        stub.apply(channel(endpoint)).withDeadlineAfter(share.toNanos(), TimeUnit.NANOSECONDS));
            } catch (StatusRuntimeException e) {
                if (tries == STALE_TRIES || !EtcdFailure.isStale(e)) {
                    throw e;
                }
            }
        }
    }

    private ManagedChannel channel(String endpoint) {
        return channels.computeIfAbsent(endpoint, this::open);
    }

    private ManagedChannel open(String endpoint) {
        try {
            var tls = TlsChannelCredentials.newBuilder();
            if (store.authorityPem().isPresent()) {
                tls.trustManager(trust(store.authorityPem().get()));
            }
            if (store.client().isPresent()) {
                tls.keyManager(identity(store.client().get()));
            }
            // Wherever the resolver leads, the certificate has to be that of the declared host.
            return Grpc.newChannelBuilder("dns:///" + store.resolver().resolve(endpoint), tls.build())
                    .overrideAuthority(endpoint)
                    .maxInboundMessageSize(LARGEST_ANSWER)
                    .disableRetry()
                    .build();
        } catch (ManagedChannelRegistry.ProviderNotFoundException e) {
            throw DataStoreException.missingLibrary(EtcdDriver.NAME, EtcdDriver.ARTIFACTS, e);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw DataStoreException.refused(
                    store,
                    endpoint,
                    "the endpoint or the TLS material can't be used: " + e.getMessage(),
                    "Check spec.endpoints and spec.tlsConfig.",
                    e);
        }
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

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}

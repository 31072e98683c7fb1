package io.kamaji.core.reconcile;

import io.kamaji.core.event.KamajiEvent;
import io.kamaji.core.event.Listener;
import io.kamaji.core.observe.TenantAccess;
import io.kamaji.core.render.ControlPlaneRenderer;
import io.kamaji.core.render.RenderInputs;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.core.storage.StorageSettings;
import io.kamaji.datastore.Drivers;
import io.kamaji.datastore.EndpointResolver;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.KeyAlgorithm;
import io.kamaji.pki.RenewalPolicy;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What passes depend on besides the tenant and the cluster. Immutable and thread-safe; {@link #builder()} starts from the
 * defaults.
 *
 * @param renderer default: the built-in components
 * @param drivers default: those that {@link java.util.ServiceLoader} finds
 * @param dataStores default: the DataStore custom resources of the admin cluster
 * @param endpoints how stores and tenants are reached from here; default: as they are
 * @param access how tenants' APIs are reached; default: their announced address, through {@code endpoints}
 * @param clock default: the system's
 * @param random default: the platform's
 * @param keyAlgorithm of new keys; default P-256
 * @param renewal when certificates are renewed; default: when a third of their lifetime is left
 * @param storeTimeout limit of one call to a store; default 10 s
 * @param kineImage default {@value RenderInputs#DEFAULT_KINE_IMAGE}
 * @param adopt whether objects of our names without our labels are taken over; default: refused
 * @param allowDataLoss whether volume claims that are no longer wanted are deleted, and whether a tenant whose account in its
 *     store is gone starts anew on an empty one; default: they stay, and it does not
 * @param allowNewAuthorities whether authorities and signing keys that a living tenant has lost are made anew, so that every node
 *     must join again; default: they are waited for
 * @param listener told of what happens to tenants; default: nobody
 */
public record ReconcilerSettings(
        ControlPlaneRenderer renderer,
        Drivers drivers,
        DataStoreSource dataStores,
        EndpointResolver endpoints,
        TenantAccess access,
        InstantSource clock,
        SecureRandom random,
        KeyAlgorithm keyAlgorithm,
        RenewalPolicy renewal,
        Duration storeTimeout,
        String kineImage,
        Listener listener,
        boolean adopt,
        boolean allowDataLoss,
        boolean allowNewAuthorities) {

    public static Builder builder() {
        return new Builder();
    }

    /** The part that finding a tenant's stores depends on. */
    public StorageSettings storage() {
        return new StorageSettings(drivers, dataStores, endpoints, storeTimeout, random);
    }

    /** How credentials are issued now. */
    public Issuance issuance() {
        return new Issuance(clock.instant(), random, keyAlgorithm, renewal);
    }

    /** Changes settings one by one; not thread-safe. */
    public static final class Builder {
        private ControlPlaneRenderer renderer = ControlPlaneRenderer.standard();
        private Drivers drivers = Drivers.load();
        private DataStoreSource dataStores = DataStoreSource.customResources();
        private EndpointResolver endpoints = EndpointResolver.identity();
        private TenantAccess access = TenantAccess.announced();
        private InstantSource clock = InstantSource.system();
        private SecureRandom random = new SecureRandom();
        private KeyAlgorithm keyAlgorithm = KeyAlgorithm.ECDSA_P256;
        private RenewalPolicy renewal = RenewalPolicy.thirdOfLifetime();
        private Duration storeTimeout = Duration.ofSeconds(10);
        private String kineImage = RenderInputs.DEFAULT_KINE_IMAGE;
        private Listener listener = Listener.NONE;
        private boolean adopt;
        private boolean allowDataLoss;
        private boolean allowNewAuthorities;

        private Builder() {}

        private Builder set(Runnable change) {
            change.run();
            return this;
        }

        public Builder renderer(ControlPlaneRenderer value) {
            return set(() -> renderer = value);
        }

        public Builder renderer(UnaryOperator<ControlPlaneRenderer> change) {
            return set(() -> renderer = change.apply(renderer));
        }

        public Builder drivers(Drivers value) {
            return set(() -> drivers = value);
        }

        public Builder dataStores(DataStoreSource value) {
            return set(() -> dataStores = value);
        }

        public Builder endpoints(EndpointResolver value) {
            return set(() -> endpoints = value);
        }

        public Builder access(TenantAccess value) {
            return set(() -> access = value);
        }

        public Builder clock(InstantSource value) {
            return set(() -> clock = value);
        }

        public Builder random(SecureRandom value) {
            return set(() -> random = value);
        }

        public Builder keyAlgorithm(KeyAlgorithm value) {
            return set(() -> keyAlgorithm = value);
        }

        public Builder renewal(RenewalPolicy value) {
            return set(() -> renewal = value);
        }

        public Builder storeTimeout(Duration value) {
            return set(() -> storeTimeout = value);
        }

        public Builder kineImage(String value) {
            return set(() -> kineImage = value);
        }

        public Builder listener(Consumer<? super KamajiEvent> value) {
            return set(() -> listener = Listener.of(value));
        }

        public Builder adopt(boolean value) {
            return set(() -> adopt = value);
        }

        public Builder allowDataLoss(boolean value) {
            return set(() -> allowDataLoss = value);
        }

        public Builder allowNewAuthorities(boolean value) {
            return set(() -> allowNewAuthorities = value);
        }

        public ReconcilerSettings build() {
            return new ReconcilerSettings(
                    renderer,
                    drivers,
                    dataStores,
                    endpoints,
                    access,
                    clock,
                    random,
                    keyAlgorithm,
                    renewal,
                    storeTimeout,
                    kineImage,
                    listener,
                    adopt,
                    allowDataLoss,
                    allowNewAuthorities);
        }
    }
}

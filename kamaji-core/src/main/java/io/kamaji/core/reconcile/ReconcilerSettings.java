package io.kamaji.core.reconcile;

import io.kamaji.core.boundary.BoundarySource;
import io.kamaji.core.boundary.ClassSource;
import io.kamaji.core.event.KamajiEvent;
import io.kamaji.core.event.Listener;
import io.kamaji.core.observe.TenantAccess;
import io.kamaji.core.render.ControlPlaneRenderer;
import io.kamaji.core.render.RenderInputs;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.core.storage.Placement;
import io.kamaji.core.storage.Reservations;
import io.kamaji.core.storage.StorageSettings;
import io.kamaji.core.storage.StoreUsages;
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
 */
public final class ReconcilerSettings {
    private final ControlPlaneRenderer renderer;
    private final Drivers drivers;
    private final DataStoreSource dataStores;
    private final Placement placement;
    private final Reservations reservations;
    private final StoreUsages storeUsages;
    private final ClassSource classes;
    private final BoundarySource boundaries;
    private final EndpointResolver endpoints;
    private final TenantAccess access;
    private final InstantSource clock;
    private final SecureRandom random;
    private final KeyAlgorithm keyAlgorithm;
    private final RenewalPolicy renewal;
    private final Duration storeTimeout;
    private final String kineImage;
    private final Listener listener;
    private final boolean adopt;
    private final boolean allowDataLoss;
    private final boolean allowNewAuthorities;

    private ReconcilerSettings(Builder builder) {
        renderer = builder.renderer;
        drivers = builder.drivers;
        dataStores = builder.dataStores;
        placement = builder.placement;
        reservations = builder.reservations;
        storeUsages = builder.storeUsages;
        classes = builder.classes;
        boundaries = builder.boundaries;
        endpoints = builder.endpoints;
        access = builder.access;
        clock = builder.clock;
        random = builder.random;
        keyAlgorithm = builder.keyAlgorithm;
        renewal = builder.renewal;
        storeTimeout = builder.storeTimeout;
        kineImage = builder.kineImage;
        listener = builder.listener;
        adopt = builder.adopt;
        allowDataLoss = builder.allowDataLoss;
        allowNewAuthorities = builder.allowNewAuthorities;
    }

    /** Renders control planes; default: the built-in components. */
    public ControlPlaneRenderer renderer() {
        return renderer;
    }

    /** How datastores are spoken to; default: those that {@link java.util.ServiceLoader} finds. */
    public Drivers drivers() {
        return drivers;
    }

    /** Where datastores are declared; default: the DataStore custom resources of the admin cluster. */
    public DataStoreSource dataStores() {
        return dataStores;
    }

    /** Where tenants go that name no datastore; default: {@link Placement#leastLoaded()}. */
    public Placement placement() {
        return placement;
    }

    /**
     * What tenants take in their stores, as far as it was measured, for quotas and placement; of one admin cluster. An operator
     * and a {@code Kamaji} each have their own.
     */
    public StoreUsages storeUsages() {
        return storeUsages;
    }

    /** Where classes of tenants are declared; default: there are none. */
    public ClassSource classes() {
        return classes;
    }

    /** Which boundaries a tenant is in; default: none, whoever writes specs is the platform itself. */
    public BoundarySource boundaries() {
        return boundaries;
    }

    /** How stores and tenants are reached from here; default: as they are. */
    public EndpointResolver endpoints() {
        return endpoints;
    }

    /** How tenants' APIs are reached; default: their announced address, through {@link #endpoints()}. */
    public TenantAccess access() {
        return access;
    }

    /** Default: the system's clock. */
    public InstantSource clock() {
        return clock;
    }

    /** Source of keys, names and passwords; default: the platform's. */
    public SecureRandom random() {
        return random;
    }

    /** Algorithm of new keys; default P-256. */
    public KeyAlgorithm keyAlgorithm() {
        return keyAlgorithm;
    }

    /** When certificates are renewed; default: when a third of their lifetime is left. */
    public RenewalPolicy renewal() {
        return renewal;
    }

    /** Limit of one call to a store; default 10 s. */
    public Duration storeTimeout() {
        return storeTimeout;
    }

    /** Image of kine; default {@value RenderInputs#DEFAULT_KINE_IMAGE}. */
    public String kineImage() {
        return kineImage;
    }

    /** Told of what happens to tenants; default: nobody. */
    public Listener listener() {
        return listener;
    }

    /** Whether objects of our names without our labels are taken over; default: refused. */
    public boolean adopt() {
        return adopt;
    }

    /**
     * Whether volume claims that are no longer wanted are deleted, and whether a tenant whose account in its store is
     * gone starts anew on an empty one; default: they stay, and the tenant does not.
     */
    public boolean allowDataLoss() {
        return allowDataLoss;
    }

    /**
     * Whether authorities and signing keys that a living tenant has lost are made anew, so that every node must join
     * again; default: they are waited for.
     */
    public boolean allowNewAuthorities() {
        return allowNewAuthorities;
    }

    @Override
    public String toString() {
        return "ReconcilerSettings[keyAlgorithm=" + keyAlgorithm + ", renewal=" + renewal
                + ", storeTimeout=" + storeTimeout + ", kineImage=" + kineImage + ", adopt=" + adopt
                + ", allowDataLoss=" + allowDataLoss + ", allowNewAuthorities=" + allowNewAuthorities + "]";
    }

    /** What is in force where nothing is said. */
    public static ReconcilerSettings defaults() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder(new Reservations());
    }

    public Builder toBuilder() {
        return new Builder(reservations)
                .renderer(renderer)
                .drivers(drivers)
                .dataStores(dataStores)
                .placement(placement)
                .storeUsages(storeUsages)
                .classes(classes)
                .boundaries(boundaries)
                .endpoints(endpoints)
                .access(access)
                .clock(clock)
                .random(random)
                .keyAlgorithm(keyAlgorithm)
                .renewal(renewal)
                .storeTimeout(storeTimeout)
                .kineImage(kineImage)
                .listener(listener)
                .adopt(adopt)
                .allowDataLoss(allowDataLoss)
                .allowNewAuthorities(allowNewAuthorities);
    }

    /** The part that finding a tenant's stores depends on. */
    public StorageSettings storage() {
        return new StorageSettings(
                drivers, dataStores, placement, reservations, storeUsages, endpoints, storeTimeout, random);
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
        private Placement placement = Placement.leastLoaded();
        private final Reservations reservations;
        private StoreUsages storeUsages = new StoreUsages();
        private ClassSource classes = ClassSource.none();
        private BoundarySource boundaries = BoundarySource.none();
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

        private Builder(Reservations reservations) {
            this.reservations = reservations;
        }

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

        public Builder placement(Placement value) {
            return set(() -> placement = value);
        }

        public Builder storeUsages(StoreUsages value) {
            return set(() -> storeUsages = value);
        }

        public Builder classes(ClassSource value) {
            return set(() -> classes = value);
        }

        public Builder boundaries(BoundarySource value) {
            return set(() -> boundaries = value);
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
            return new ReconcilerSettings(this);
        }
    }
}

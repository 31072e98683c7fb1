package io.kamaji.datastore.etcd;

import io.etcd.jetcd.api.KVGrpc;
import io.kamaji.api.DataStore;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.Endpoints;
import io.kamaji.datastore.Exportable;
import io.kamaji.datastore.Freezable;
import io.kamaji.datastore.KeyValueStore;
import io.kamaji.datastore.KineLauncher;
import io.kamaji.datastore.Measurable;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.Usage;
import io.kamaji.datastore.transfer.Contents;
import io.kamaji.pki.CertificateSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Tenants on a shared etcd: each has a user without password (its client certificate names it), a role and a closed
 * range of keys.
 *
 * <p>Defaults: a further tenant is refused on an etcd that does not confine grants (below 3.5.33, 3.6.14, 3.7.1), or
 * that has no authentication; the client certificate is valid for a year. The administrator's certificate must name a user
 * with role root. Calls have the limit of the {@link ResolvedDataStore}, shared among its endpoints, which are tried in
 * turn. etcd runs no code of a tenant's; what the administrator reads of its range is bounded. Thread-safe, without state. Source: etcd's "Role-based access control" and its v3 API.
 */
public final class EtcdDriver implements DataStoreDriver, Exportable, Measurable, Freezable {
    /** What {@code spec.driver} says. */
    public static final String NAME = "etcd";

    static final String ARTIFACTS = "io.etcd:jetcd-core and io.grpc:grpc-netty-shaded";
    private static final Duration VALIDITY = Duration.ofDays(365);

    private final boolean leaksAccepted;

    /** With the defaults. */
    public EtcdDriver() {
        this(false);
    }

    private EtcdDriver(boolean leaksAccepted) {
        this.leaksAccepted = leaksAccepted;
    }

    /** One that puts further tenants on an etcd that does not confine them: only where tenants trust each other. */
    public static EtcdDriver acceptingLeaks() {
        return new EtcdDriver(true);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public Credential credential() {
        return Credential.CERTIFICATE;
    }

    @Override
    public List<Violation> validate(DataStore store) {
        var found = new ArrayList<>(Endpoints.validate(store));
        var tls = store.spec().tlsConfig();
        if (tls.isEmpty()) {
            found.add(missing("spec.tlsConfig", "TLS configuration"));
            return List.copyOf(found);
        }
        if (tls.get().certificateAuthority().privateKey().isEmpty()) {
            found.add(missing("spec.tlsConfig.certificateAuthority.privateKey", "CA private key"));
        }
        if (tls.get().clientCertificate().isEmpty()) {
            found.add(missing("spec.tlsConfig.clientCertificate", "client certificate"));
        }
        return List.copyOf(found);
    }

    private static Violation missing(String path, String what) {
        return new Violation(path, JsonValue.NULL, what + " is required when using the etcd driver");
    }

    @Override
    public StorageBinding bind(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        var folder = StorageBinding.API_SERVER_FOLDER;
        Map<String, String> flags = new LinkedHashMap<>();
        flags.put(
                "--etcd-servers",
                store.endpoints().stream().map(e -> "https://" + e).collect(Collectors.joining(",")));
        flags.put("--etcd-prefix", tenant.keyPrefix());
        // Each API server would compact the whole store, the keys of all tenants: that is left to etcd itself.
        flags.put("--etcd-compaction-interval", "0");
        flags.put("--etcd-cafile", folder + "/ca.crt");
        flags.put("--etcd-certfile", folder + "/server.crt");
        flags.put("--etcd-keyfile", folder + "/server.key");
        var client = CertificateSpec.builder(StorageBinding.CLIENT)
                .commonName(tenant.username())
                .issuer(StorageBinding.AUTHORITY)
                .usages(CertificateSpec.Usage.CLIENT_AUTH)
                .validity(VALIDITY)
                .build();
        return StorageBinding.builder(flags)
                .clientCertificate(client)
                .files(store.authorityPem().map(pem -> Map.of("ca.crt", pem)).orElse(Map.of()))
                .build();
    }

    @Override
    public List<String> inspect(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        return with(
                store,
                session -> new EtcdTenant(session, tenant)
                        .missing().stream().map(EtcdTenant.Step::what).toList());
    }

    @Override
    public void ensure(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        with(store, session -> {
            var state = new EtcdTenant(session, tenant);
            var missing = state.missing();
            if (state.isNew(missing)) {
                requireSafe(session, tenant.schema());
            }
            missing.forEach(step -> step.action().run());
            return missing;
        });
    }

    /** {@inheritDoc} Deleting the old user refuses its requests at once; a watch that is open lives as long as its connection. */
    @Override
    public void rotate(ResolvedDataStore store, TenantAccount tenant, TenantAccount next) {
        requireValid(tenant);
        requireValid(next);
        next.requireFollows(tenant, credential());
        with(store, session -> {
            var state = new EtcdTenant(session, next);
            state.missing().forEach(step -> step.action().run());
            state.retire(tenant.username());
            return next;
        });
    }

    @Override
    public void drop(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        with(store, session -> {
            new EtcdTenant(session, tenant).drop();
            return tenant;
        });
    }

    @Override
    public void check(ResolvedDataStore store) {
        with(store, session -> {
            requireSafe(session, "");
            return store;
        });
    }

    /** As the administrator, so that a freeze does not matter. */
    @Override
    public KeyValueStore open(ResolvedDataStore store, TenantAccount tenant, KineLauncher kine) {
        requireValid(tenant);
        try {
            return new EtcdKeyValues(new EtcdSession(store), tenant.keyPrefix());
        } catch (NoClassDefFoundError e) {
            throw DataStoreException.missingLibrary(NAME, ARTIFACTS, e);
        }
    }

    @Override
    public Usage usage(ResolvedDataStore store, TenantAccount tenant) {
        try (var keys = open(store, tenant, KineLauncher.none())) {
            return Contents.usage(keys);
        }
    }

    @Override
    public void freeze(ResolvedDataStore store, TenantAccount tenant) {
        setFrozen(store, tenant, true);
    }

    @Override
    public void thaw(ResolvedDataStore store, TenantAccount tenant) {
        setFrozen(store, tenant, false);
    }

    private void setFrozen(ResolvedDataStore store, TenantAccount tenant, boolean frozen) {
        requireValid(tenant);
        with(store, session -> {
            new EtcdTenant(session, tenant).freeze(frozen);
            return tenant;
        });
    }

    @Override
    public boolean frozen(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        return with(store, session -> new EtcdTenant(session, tenant).frozen());
    }

    private void requireSafe(EtcdSession session, String schema) {
        EtcdServerState.requireAuthentication(session);
        if (!leaksAccepted) {
            EtcdServerState.requireConfinement(session, schema);
        }
    }

    @Override
    public List<Violation> validate(TenantAccount tenant) {
        var found = new ArrayList<>(DataStoreDriver.super.validate(tenant));
        if (!tenant.keyPrefix().equals("/" + tenant.schema())) {
            found.add(new Violation(
                    "spec.dataStoreSchema",
                    JsonValue.of(tenant.schema()),
                    "the keys of an etcd tenant are under /" + tenant.schema() + ", not " + tenant.keyPrefix()));
        }
        return found;
    }

    private static <T> T with(ResolvedDataStore store, Function<EtcdSession, T> work) {
        try (var session = new EtcdSession(store)) {
            // Fails here if the stubs are missing, also where the calls below would need none of them.
            Objects.requireNonNull(KVGrpc.class);
            return work.apply(session);
        } catch (NoClassDefFoundError e) {
            throw DataStoreException.missingLibrary(NAME, ARTIFACTS, e);
        }
    }
}

package io.kamaji.core.storage;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import io.kamaji.core.component.DataStoreBinding;
import io.kamaji.core.component.OverrideBinding;
import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.pki.KeyedCertificate;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The stores of a tenant's overrides. The tenant is there who it is in its own store: kube-apiserver has one prefix and one
 * client certificate for all of them.
 */
public record DataStoreOverrides(TenantAccount identity, List<Entry> entries) {

    /** One override, resolved. */
    public record Entry(
            int index, String resource, ResolvedDataStore store, DataStoreDriver driver, StorageBinding binding) {
        Violation violation(String message) {
            return new Violation(
                    "spec.dataStoreOverrides[" + index + "].dataStore", JsonValue.of(store.name()), message);
        }
    }

    public static DataStoreOverrides of(TenantControlPlane tenant, TenantAccount identity, DataStoreResolver stores) {
        var entries = new ArrayList<Entry>();
        var resolved = new HashMap<String, ResolvedDataStore>();
        for (var override : tenant.spec().dataStoreOverrides().orElse(List.of())) {
            var store = resolved.computeIfAbsent(override.dataStore().orElseThrow(), stores::named);
            var driver = stores.settings().drivers().driver(store.driver());
            entries.add(new Entry(
                    entries.size(), override.resource().orElseThrow(), store, driver, driver.bind(store, identity)));
        }
        return new DataStoreOverrides(identity, List.copyOf(entries));
    }

    /**
     * What keeps kube-apiserver from reaching them: it has one client certificate for all its stores, and where it has one it
     * speaks TLS on kine's socket too, where kine speaks plain text: "authentication handshake failed: tls: first record does
     * not look like a TLS handshake", and it ends (1.36.3 with kine 0.17.5).
     */
    public List<Violation> violations(ResolvedDataStore own, StorageBinding ownBinding) {
        var found = new ArrayList<Violation>();
        for (var entry : entries) {
            if (entry.binding.kine().isPresent()) {
                found.add(entry.violation("DataStoreOverrides can only use ETCD driver"));
            } else if (ownBinding.kine().isPresent()) {
                found.add(
                        entry.violation(
                                "kube-apiserver needs a client certificate for it, and with one it speaks TLS on"
                                        + " the socket of kine, which datastore " + own.name() + " (" + own.driver()
                                        + ") needs and which has no certificate: overrides need an etcd as the tenant's own store too"));
            } else if (own.authority()
                    .filter(issuer -> !trusts(entry.store, issuer))
                    .isPresent()) {
                found.add(entry.violation("its CA is not that of datastore " + own.name()
                        + ", whose client certificate kube-apiserver shows to all its stores"));
            }
        }
        return found;
    }

    private static boolean trusts(ResolvedDataStore store, KeyedCertificate issuer) {
        return store.authorityPem()
                .map(DataStoreOverrides::parse)
                .orElse(List.of())
                .contains(issuer.certificate());
    }

    private static List<X509Certificate> parse(String pem) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            throw new IllegalStateException("was read when the datastore was resolved", e);
        }
    }

    /** A store with these beside it. */
    public DataStoreBinding beside(DataStoreBinding own) {
        return own.withOverrides(entries.stream()
                .map(entry -> new OverrideBinding(entry.resource, entry.store.name(), entry.binding))
                .toList());
    }

    /** What they lack of the tenant, in words. */
    public List<String> missing() {
        var missing = new ArrayList<String>();
        for (var entry : each()) {
            entry.driver.inspect(entry.store, identity).stream()
                    .map(step -> step + " in datastore " + entry.store.name())
                    .forEach(missing::add);
        }
        return missing;
    }

    /** One entry for each store. */
    private Collection<Entry> each() {
        var byName = new LinkedHashMap<String, Entry>();
        entries.forEach(entry -> byName.putIfAbsent(entry.store.name(), entry));
        return byName.values();
    }
}

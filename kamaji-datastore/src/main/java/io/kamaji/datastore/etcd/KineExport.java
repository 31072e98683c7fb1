package io.kamaji.datastore.etcd;

import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.KeyValueStore;
import io.kamaji.datastore.KineLauncher;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.CertificateTree;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.KeyedCertificate;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@link io.kamaji.datastore.Exportable} for drivers whose tenants use kine: a kine is started as the tenant's pods would
 * start it, with the tenant's own rights and a client certificate made for it alone. Stateless.
 */
public final class KineExport {
    private KineExport() {}

    /**
     * Opens a tenant's keys through a kine that ends when they are closed.
     *
     * @throws DataStoreException if kine does not come up, or jetcd is missing
     */
    public static KeyValueStore open(
            DataStoreDriver driver, ResolvedDataStore store, TenantAccount tenant, KineLauncher launcher) {
        var binding = driver.bind(store, tenant);
        var files = new HashMap<>(binding.files());
        binding.clientCertificate().ifPresent(spec -> {
            var issued = issue(store, spec);
            files.put("server.crt", issued.certificatePem());
            files.put("server.key", issued.keyPem());
        });
        var kine = launcher.launch(new KineLauncher.Request(store.name(), binding, tenant, files));
        try {
            return new EtcdKeyValues(new KineCalls(store, kine), tenant.keyPrefix());
        } catch (NoClassDefFoundError e) {
            kine.close();
            throw DataStoreException.missingLibrary(driver.name(), EtcdDriver.ARTIFACTS, e);
        }
    }

    private static KeyedCertificate issue(ResolvedDataStore store, CertificateSpec spec) {
        var tree = CertificateTree.of(List.of(CertificateSpec.externalAuthority(StorageBinding.AUTHORITY), spec));
        var current = Map.of(StorageBinding.AUTHORITY, store.authority().orElseThrow());
        var certificates = tree.reconcile(current, Issuance.of(Instant.now(), new SecureRandom()))
                .certificates();
        return Objects.requireNonNull(certificates.get(spec.name()), "a tree issues all that it declares");
    }
}

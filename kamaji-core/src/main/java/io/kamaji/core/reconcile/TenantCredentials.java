package io.kamaji.core.reconcile;

import io.kamaji.api.KamajiException;
import io.kamaji.core.component.Credential;
import io.kamaji.core.component.Credentials;
import io.kamaji.core.observe.AdminState;
import io.kamaji.core.render.ClusterCredentials;
import io.kamaji.core.render.CredentialReader;
import io.kamaji.core.render.StoredCredentials;
import io.kamaji.core.storage.TenantStorage;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.CertificateTree;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.PkiException;
import io.kamaji.pki.SigningKeys;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tenant's credentials: what is stored and good is kept, the rest made. Immutable; its text form shows fingerprints.
 *
 * @param stored as they were found
 * @param credentials to be rendered with
 * @param issued what is new in this pass, with the reason
 */
record TenantCredentials(
        StoredCredentials stored, Credentials credentials, Map<String, String> issued, List<String> warnings) {

    /** @param wanted the certificates of all components */
    static TenantCredentials of(
            List<CertificateSpec> wanted, AdminState seen, TenantStorage storage, ReconcilerSettings settings) {
        var rows = settings.renderer().registry().credentials();
        var stored = CredentialReader.read(rows, seen.secrets());
        var current = new HashMap<>(stored.certificates());
        storage.resolved().authority().ifPresent(authority -> current.put(StorageBinding.AUTHORITY, authority));
        var issuance = new Issuance(
                settings.clock().instant(), settings.random(), settings.keyAlgorithm(), settings.renewal());
        var tree = reconciled(CertificateTree.of(wanted), current, stored, issuance, seen, rows);
        var issued = new LinkedHashMap<>(tree.issued());
        if (stored.signingKeys().isEmpty()) {
            issued.put(ClusterCredentials.SERVICE_ACCOUNTS.name(), "missing");
        }
        var keys =
                stored.signingKeys().orElseGet(() -> SigningKeys.generate(settings.keyAlgorithm(), settings.random()));
        var credentials = Credentials.of(tree.certificates(), keys)
                .withTrusted(stored.trusted())
                .withKubeconfigs(stored.kubeconfigs());
        return new TenantCredentials(stored, credentials, issued, tree.warnings());
    }

    private static CertificateTree.Reconciled reconciled(
            CertificateTree tree,
            Map<String, KeyedCertificate> current,
            StoredCredentials stored,
            Issuance issuance,
            AdminState seen,
            List<Credential> rows) {
        try {
            return tree.reconcile(current, stored.unreadable(), issuance);
        } catch (PkiException e) {
            var row = rows.stream()
                    .filter(credential ->
                            e.authority().filter(credential.name()::equals).isPresent())
                    .filter(credential -> !credential.files().isEmpty())
                    .findFirst();
            var secret = row.map(credential -> seen.names().secret(credential.secret()));
            var where = row.map(credential -> secret.get() + ", " + String.join(" and ", credential.files()) + ": ");
            throw new KamajiException(
                    where.orElse("") + e.getMessage(),
                    e,
                    secret.orElse(seen.names().ref()),
                    null);
        }
    }
}

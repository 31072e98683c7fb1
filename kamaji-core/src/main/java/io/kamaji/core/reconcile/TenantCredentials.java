package io.kamaji.core.reconcile;

import static io.kamaji.core.render.ClusterCredentials.SERVICE_ACCOUNTS;

import io.kamaji.api.KamajiException;
import io.kamaji.core.component.Credential;
import io.kamaji.core.component.Credentials;
import io.kamaji.core.observe.AdminState;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        var secrets = seen.secrets();
        var stored = CredentialReader.read(rows, secrets);
        var lost = LostCredentials.of(rows, stored, seen);
        var withheld = settings.allowNewAuthorities() ? Map.<String, String>of() : lost.withheld(wanted);
        var current = new HashMap<>(stored.certificates());
        storage.resolved().authority().ifPresent(authority -> current.put(StorageBinding.AUTHORITY, authority));
        var issuable = wanted.stream()
                .filter(spec -> !withheld.containsKey(spec.name()))
                .toList();
        var asked = RotationRequests.of(rows, secrets, issuable);
        var issuance = settings.issuance().withRotate(asked.names());
        var tree = reconciled(CertificateTree.of(issuable), current, stored, issuance, seen, rows);
        var issued = new LinkedHashMap<>(tree.issued());
        var keys = stored.signingKeys();
        if (keys.isEmpty() && !withheld.containsKey(SERVICE_ACCOUNTS.name())) {
            issued.put(SERVICE_ACCOUNTS.name(), "missing");
            keys = Optional.of(SigningKeys.generate(settings.keyAlgorithm(), settings.random()));
        }
        issued.replaceAll((name, reason) -> lost.reason(name).orElse(reason));
        var warnings = new ArrayList<>(tree.warnings());
        warnings.addAll(lost.terminating());
        warnings.addAll(asked.warnings());
        if (!settings.allowNewAuthorities()) {
            warnings.addAll(lost.warnings());
        }
        var credentials = new Credentials(
                tree.certificates(),
                stored.trusted(),
                keys,
                stored.kubeconfigs(),
                withheld,
                asked.done(issuance.now()));
        return new TenantCredentials(stored, credentials, issued, warnings);
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
            var files = row.map(credential -> String.join(" and ", credential.files()) + ": ");
            throw KamajiException.at(secret.orElse(seen.names().ref()), files.orElse("") + e.getMessage())
                    .cause(e);
        }
    }
}

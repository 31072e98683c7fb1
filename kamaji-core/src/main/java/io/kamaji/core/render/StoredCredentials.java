package io.kamaji.core.render;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.render.internal.StoredSecrets;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.PkiException;
import io.kamaji.pki.SigningKeys;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The credentials of a tenant as its Secrets hold them, so that they are kept. Immutable; its text form shows fingerprints.
 *
 * @param certificates by name in the certificate tree
 * @param unreadable why a certificate that is stored can't be read, by name in the tree, naming Secret and key; for {@link
 *     io.kamaji.pki.CertificateTree#reconcile(Map, Map, io.kamaji.pki.Issuance)}, which refuses to replace an authority
 * @param serviceAccountKeys empty: there are none yet
 * @param account schema, user and password in the store; empty: there is none yet
 * @param kubeconfigs texts by Secret key, for {@link RenderInputs#storedKubeconfigs()}
 */
public record StoredCredentials(
        Map<String, KeyedCertificate> certificates,
        Map<String, PkiException> unreadable,
        Optional<SigningKeys> serviceAccountKeys,
        Optional<Account> account,
        Map<String, String> kubeconfigs) {

    public StoredCredentials {
        certificates = Collections.unmodifiableMap(new LinkedHashMap<>(certificates));
        unreadable = Collections.unmodifiableMap(new LinkedHashMap<>(unreadable));
        kubeconfigs = Collections.unmodifiableMap(new LinkedHashMap<>(kubeconfigs));
    }

    /**
     * Reads the Secrets of a tenant, be they Kamaji's, the reference's or brought ({@code ca} with {@code tls.crt} and
     * {@code tls.key} only).
     *
     * @param secrets by what follows {@code <tcp>-} in their names; others than a tenant's are ignored
     * @throws CorruptSecretException if a key that can't be made anew is there and can't be read: service account keys,
     *     the account in the store
     */
    public static StoredCredentials of(Map<String, JsonObject> secrets) {
        return StoredSecrets.read(secrets);
    }

    @Override
    public String toString() {
        return "StoredCredentials[certificates=" + certificates + ", unreadable=" + unreadable.keySet()
                + ", serviceAccountKeys=" + serviceAccountKeys.map(SigningKeys::fingerprint) + ", account=" + account
                + ", kubeconfigs=" + kubeconfigs.keySet() + "]";
    }

    /** A tenant's account in its store; its text form shows no password. */
    public record Account(String connectionString, String schema, String username, String password) {

        @Override
        public String toString() {
            return "Account[schema=" + schema + ", username=" + username + "]";
        }
    }
}

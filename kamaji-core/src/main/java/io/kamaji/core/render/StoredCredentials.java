package io.kamaji.core.render;

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

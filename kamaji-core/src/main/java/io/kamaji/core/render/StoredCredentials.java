package io.kamaji.core.render;

import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.PkiException;
import io.kamaji.pki.SigningKeys;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The credentials of a tenant as its Secrets hold them, so that they are kept. Immutable; its text form shows fingerprints.
 *
 * @param certificates by name in the certificate tree
 * @param unreadable why a certificate that is stored can't be read, by name in the tree, naming Secret and key; for {@link
 *     io.kamaji.pki.CertificateTree#reconcile(Map, Map, io.kamaji.pki.Issuance)}, which refuses to replace an authority
 * @param trusted by name of an authority: its bundle, where one is stored
 * @param signingKeys empty: there are none
 * @param kubeconfigs texts by Secret key
 */
public record StoredCredentials(
        Map<String, KeyedCertificate> certificates,
        Map<String, PkiException> unreadable,
        Map<String, List<X509Certificate>> trusted,
        Optional<SigningKeys> signingKeys,
        Map<String, String> kubeconfigs) {

    public StoredCredentials {
        certificates = Collections.unmodifiableMap(new LinkedHashMap<>(certificates));
        unreadable = Collections.unmodifiableMap(new LinkedHashMap<>(unreadable));
        trusted = Map.copyOf(trusted);
        kubeconfigs = Collections.unmodifiableMap(new LinkedHashMap<>(kubeconfigs));
    }

    @Override
    public String toString() {
        return "StoredCredentials[certificates=" + certificates + ", unreadable=" + unreadable.keySet()
                + ", signingKeys=" + signingKeys.map(SigningKeys::fingerprint) + ", kubeconfigs="
                + kubeconfigs.keySet() + "]";
    }
}

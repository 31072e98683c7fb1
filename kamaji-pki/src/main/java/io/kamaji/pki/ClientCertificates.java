package io.kamaji.pki;

import io.kamaji.pki.internal.CertificateFields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Client certificates outside of a tree, such as those of a kubeconfig for a person, good for some hours.
 *
 * <p>They are not stored, kept or renewed, and Kubernetes cannot revoke them: give them a short life. Stateless.
 */
public final class ClientCertificates {
    private ClientCertificates() {}

    /**
     * Issues one.
     *
     * @param authority who signs
     * @param user the user name (common name)
     * @param groups the groups (organizations)
     * @param validity counted from now; it never outlives the authority
     * @throws PkiException if the authority is none, has expired, or is not valid for another day
     */
    public static KeyedCertificate issue(
            KeyedCertificate authority, String user, List<String> groups, Duration validity, Issuance issuance) {
        Conformity.issuingProblem(authority.certificate(), issuance.now()).ifPresent(problem -> {
            throw new PkiException("no certificate for " + user + ": its authority is " + problem);
        });
        if (!CertificateFields.isAuthority(authority.certificate())) {
            throw new PkiException("no certificate for " + user + ": " + authority + " is not an authority");
        }
        CertificateSpec spec = CertificateSpec.builder("client " + user)
                .commonName(user)
                .organizations(groups)
                .usages(CertificateSpec.Usage.CLIENT_AUTH)
                .validity(validity)
                .build();
        return Issuer.issue(spec, Optional.of(authority), issuance.keyAlgorithm(), issuance.now(), issuance.random());
    }
}

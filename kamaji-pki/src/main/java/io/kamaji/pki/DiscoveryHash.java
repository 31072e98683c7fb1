package io.kamaji.pki;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The hash by which a joining node knows the cluster's authority: {@code sha256:} and 64 hex digits.
 *
 * <p>SHA-256 of the DER-encoded subject public key info, as {@code kubeadm join --discovery-token-ca-cert-hash} takes it
 * (RFC 7469, 2.4 for what is hashed). Immutable.
 */
public record DiscoveryHash(String value) {
    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

    /** @throws IllegalArgumentException for another form */
    public DiscoveryHash {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a discovery hash (sha256: and 64 hex digits): '" + value + "'");
        }
    }

    /** Of the public key of an authority, as {@code kubeadm join} compares it. */
    public static DiscoveryHash of(X509Certificate certificate) {
        return new DiscoveryHash(Fingerprints.sha256(certificate.getPublicKey().getEncoded()));
    }

    /** The hash of each certificate of a PEM bundle, in order. */
    public static List<DiscoveryHash> ofBundle(String pemBundle) {
        return KeyedCertificate.readCertificates(pemBundle).stream()
                .map(DiscoveryHash::of)
                .toList();
    }

    /** Whether one of the certificates of a PEM bundle has it, as kubeadm checks it. */
    public boolean matches(String pemBundle) {
        return ofBundle(pemBundle).contains(this);
    }

    /** The value. */
    @Override
    public String toString() {
        return value;
    }
}

package io.kamaji.pki;

import io.kamaji.pki.internal.Certificates;
import io.kamaji.pki.internal.Keys;
import io.kamaji.pki.internal.Pem;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate and its private key, as one value; its text form shows a fingerprint, never the key.
 *
 * <p>Immutable. What was parsed is given back as the very same text, so that an unchanged Secret stays unchanged; two
 * are equal when their texts are. Keys are written as PKCS#1 (RSA) or SEC 1 (EC), as kubeadm does. The JDK gives no way
 * to wipe a key: it lives as long as the value.
 */
public final class KeyedCertificate {
    private final List<X509Certificate> certificates;
    private final PrivateKey key;
    private final String certificatePem;
    private final String keyPem;

    private KeyedCertificate(List<X509Certificate> certificates, PrivateKey key, String certificatePem, String keyPem) {
        this.certificates = List.copyOf(certificates);
        this.key = key;
        this.certificatePem = certificatePem;
        this.keyPem = keyPem;
    }

    /**
     * Joins the two; the text is made here.
     *
     * @throws PkiException if the key is not the certificate's
     */
    public static KeyedCertificate of(X509Certificate certificate, PrivateKey key) {
        try {
            requirePair(certificate, key);
            return new KeyedCertificate(
                    List.of(certificate),
                    key,
                    Pem.encode("CERTIFICATE", certificate.getEncoded()),
                    Keys.writePrivate(key, certificate.getPublicKey()));
        } catch (GeneralSecurityException e) {
            throw new PkiException("the certificate or its key cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a pair.
     *
     * @param certificatePem one or more certificates; the first is the one the key belongs to
     * @param keyPem a key as PKCS#1, PKCS#8 or SEC 1, not encrypted
     * @throws PkiException saying which of the two is wrong, and how
     */
    public static KeyedCertificate parse(String certificatePem, String keyPem) {
        List<X509Certificate> certificates = readCertificates(certificatePem);
        try {
            PrivateKey key = Keys.readPrivate(keyPem);
            requirePair(certificates.get(0), key);
            return new KeyedCertificate(certificates, key, certificatePem, keyPem);
        } catch (GeneralSecurityException e) {
            throw new PkiException("the private key " + e.getMessage(), e);
        }
    }

    static List<X509Certificate> readCertificates(String pem) {
        try {
            return Certificates.read(pem);
        } catch (GeneralSecurityException e) {
            throw new PkiException("the certificate " + e.getMessage(), e);
        }
    }

    private static void requirePair(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
        if (!Keys.isPair(certificate.getPublicKey(), key)) {
            throw new GeneralSecurityException("does not belong to the certificate of "
                    + certificate.getSubjectX500Principal().getName());
        }
    }

    /** The certificate that the key belongs to: the first one of the text. */
    public X509Certificate certificate() {
        return certificates.get(0);
    }

    /** What followed the certificate in the text it was parsed from, such as intermediate authorities; else empty. */
    public List<X509Certificate> chain() {
        return certificates.subList(1, certificates.size());
    }

    /** The private key. */
    public PrivateKey key() {
        return key;
    }

    /** The certificate, and what followed it in the text it was parsed from. */
    public String certificatePem() {
        return certificatePem;
    }

    /** The private key in clear. */
    public String keyPem() {
        return keyPem;
    }

    /** The last moment at which the certificate is valid, to the second. */
    public Instant notAfter() {
        return certificate().getNotAfter().toInstant();
    }

    /** {@code sha256:} and the first 16 hex digits of the certificate's SHA-256. */
    public String fingerprint() {
        try {
            return Fingerprints.shortSha256(certificate().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate has its encoding", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyedCertificate that
                && certificatePem.equals(that.certificatePem)
                && keyPem.equals(that.keyPem);
    }

    @Override
    public int hashCode() {
        return certificatePem.hashCode();
    }

    @Override
    public String toString() {
        return "KeyedCertificate[" + certificate().getSubjectX500Principal().getName() + ", " + fingerprint()
                + ", until " + notAfter() + "]";
    }
}

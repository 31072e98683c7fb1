package io.kamaji.pki;

import io.kamaji.pki.internal.Pem;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A certificate authority in its two jobs: it signs with one certificate and its key, and one or more certificates are
 * trusted. The two differ while an authority is being replaced. Immutable; its text form shows fingerprints.
 *
 * @param signing what new certificates are signed with
 * @param trusted whose certificates are accepted, the signing one with its chain first
 */
public record Authority(KeyedCertificate signing, List<X509Certificate> trusted) {

    public Authority {
        var all = new ArrayList<>(own(signing));
        trusted.stream().filter(other -> !all.contains(other)).forEach(all::add);
        trusted = List.copyOf(all);
    }

    /** One that is trusted as it signs. */
    public static Authority of(KeyedCertificate signing) {
        return new Authority(signing, List.of());
    }

    /**
     * The certificates of a PEM bundle.
     *
     * @throws PkiException if one can't be read
     */
    public static List<X509Certificate> parseBundle(String pem) {
        return KeyedCertificate.readCertificates(pem);
    }

    /** Whether others are trusted besides what the signing certificate's own text holds. */
    public boolean isBundle() {
        return trusted.size() > own(signing).size();
    }

    /** All trusted certificates as PEM, in order; the signing certificate's own text while there are no others. */
    public String trustPem() {
        return isBundle()
                ? trusted.stream().map(Authority::pem).collect(Collectors.joining())
                : signing.certificatePem();
    }

    private static List<X509Certificate> own(KeyedCertificate signing) {
        var own = new ArrayList<X509Certificate>();
        own.add(signing.certificate());
        own.addAll(signing.chain());
        return own;
    }

    private static String pem(X509Certificate certificate) {
        try {
            return Pem.encode("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate has its encoding", e);
        }
    }

    @Override
    public String toString() {
        return "Authority[signing " + signing + ", " + trusted.size() + " trusted]";
    }
}

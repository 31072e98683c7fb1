package io.kamaji.pki.internal;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/** What a certificate says, read by field; a malformed extension counts as absent. Stateless. */
public final class CertificateFields {
    private static final int DNS = 2;
    private static final int IP = 7;

    private CertificateFields() {}

    /** The last one of the subject. */
    public static Optional<String> commonName(X509Certificate certificate) {
        return values(certificate, BCStyle.CN).stream().reduce((first, last) -> last);
    }

    /** As the subject orders them. */
    public static List<String> organizations(X509Certificate certificate) {
        return values(certificate, BCStyle.O);
    }

    private static List<String> values(X509Certificate certificate, ASN1ObjectIdentifier type) {
        X500Name subject =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return Arrays.stream(subject.getRDNs())
                .flatMap(rdn -> Arrays.stream(rdn.getTypesAndValues()))
                .filter(attribute -> attribute.getType().equals(type))
                .map(attribute -> attribute.getValue() instanceof ASN1String text
                        ? text.getString()
                        : attribute.getValue().toString())
                .toList();
    }

    /** As written. */
    public static List<String> dnsNames(X509Certificate certificate) {
        return alternativeNames(certificate, DNS);
    }

    /** As text, IPv6 not shortened. */
    public static List<String> ipAddresses(X509Certificate certificate) {
        return alternativeNames(certificate, IP);
    }

    private static List<String> alternativeNames(X509Certificate certificate, int type) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> Objects.equals(name.get(0), type))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** Extended key usages as dotted object identifiers. */
    public static List<String> usages(X509Certificate certificate) {
        try {
            List<String> usages = certificate.getExtendedKeyUsage();
            return usages == null ? List.of() : usages;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** Whether a key usage (index as in {@link X509Certificate#getKeyUsage()}) is granted: listed, or none is listed. */
    public static boolean allows(X509Certificate certificate, int keyUsage) {
        boolean[] usages = certificate.getKeyUsage();
        return usages == null || usages[keyUsage];
    }

    /** Basic constraints say that it is an authority, and it may sign certificates. */
    public static boolean isAuthority(X509Certificate certificate) {
        return certificate.getBasicConstraints() >= 0 && allows(certificate, 5);
    }

    static Optional<byte[]> subjectKeyId(X509Certificate certificate) {
        return extension(certificate, Extension.subjectKeyIdentifier)
                .map(der -> SubjectKeyIdentifier.getInstance(der).getKeyIdentifier());
    }

    private static Optional<byte[]> authorityKeyId(X509Certificate certificate) {
        return extension(certificate, Extension.authorityKeyIdentifier)
                .map(der -> AuthorityKeyIdentifier.getInstance(der).getKeyIdentifierOctets());
    }

    private static Optional<byte[]> extension(X509Certificate certificate, ASN1ObjectIdentifier id) {
        return Optional.ofNullable(certificate.getExtensionValue(id.getId()))
                .map(value -> ASN1OctetString.getInstance(value).getOctets());
    }

    /** Whether this certificate names that one as its issuer: by name and, where both give one, by key identifier. */
    public static boolean namesIssuer(X509Certificate certificate, X509Certificate issuer) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            Optional<byte[]> wanted = authorityKeyId(certificate);
            Optional<byte[]> actual = subjectKeyId(issuer);
            return wanted.isEmpty() || actual.isEmpty() || Arrays.equals(wanted.get(), actual.get());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

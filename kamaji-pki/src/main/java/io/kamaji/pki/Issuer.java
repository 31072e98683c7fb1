package io.kamaji.pki;

import io.kamaji.pki.internal.CertificateRequest;
import io.kamaji.pki.internal.Certificates;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Issues one certificate with a new key. Stateless. */
final class Issuer {
    /** Clocks of clients may be late. */
    static final Duration BACKDATED = Duration.ofMinutes(5);

    private Issuer() {}

    /** @param issuer empty: self-signed */
    static KeyedCertificate issue(
            CertificateSpec spec,
            Optional<KeyedCertificate> issuer,
            KeyAlgorithm algorithm,
            Instant now,
            SecureRandom random) {
        Optional<X509Certificate> authority = issuer.map(KeyedCertificate::certificate);
        Instant start = now.truncatedTo(ChronoUnit.SECONDS);
        Instant notBefore = authority
                .map(a -> later(start.minus(BACKDATED), a.getNotBefore().toInstant()))
                .orElse(start.minus(BACKDATED));
        Instant notAfter = notAfter(spec, issuer.map(KeyedCertificate::notAfter), now);
        KeyPair keys = algorithm.generate(random);
        CertificateRequest request = new CertificateRequest(
                spec.commonName(),
                spec.organizations(),
                spec.subjectAltNames().dnsNames(),
                spec.subjectAltNames().ipAddresses().stream()
                        .map(address -> IpAddresses.parse(address).orElseThrow())
                        .toList(),
                spec.usages().stream().map(CertificateSpec.Usage::oid).toList(),
                spec.authority(),
                notBefore,
                notAfter,
                keys.getPublic());
        try {
            return KeyedCertificate.of(
                    Certificates.sign(
                            request,
                            authority,
                            issuer.map(KeyedCertificate::key).orElse(keys.getPrivate()),
                            random),
                    keys.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new PkiException(spec.name() + " " + e.getMessage(), e);
        }
    }

    /** When a certificate issued now would end. */
    static Instant notAfter(CertificateSpec spec, Optional<Instant> issuerEnd, Instant now) {
        Instant end = now.truncatedTo(ChronoUnit.SECONDS).plus(spec.validity());
        return issuerEnd.filter(end::isAfter).orElse(end);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}

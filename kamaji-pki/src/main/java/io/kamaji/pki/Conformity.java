package io.kamaji.pki;

import io.kamaji.pki.internal.CertificateFields;
import io.kamaji.pki.internal.Certificates;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in what a certificate differs from its declaration; the first difference counts. Stateless. */
final class Conformity {
    private static final int DIGITAL_SIGNATURE = 0;
    /** An authority that begins within this time was made by now: it is this machine's clock that is behind. */
    private static final Duration BEHIND = Duration.ofDays(1);

    private Conformity() {}

    /** @param issuer the issuer's certificate; the certificate itself where it is to be self-signed */
    static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
        return CertificateFields.namesIssuer(certificate, issuer)
                && Certificates.isSignedBy(certificate, issuer.getPublicKey());
    }

    static Optional<String> timeProblem(X509Certificate certificate, Instant now) {
        if (!now.isBefore(certificate.getNotAfter().toInstant())) {
            return Optional.of("expired " + certificate.getNotAfter().toInstant());
        } else if (now.isBefore(certificate.getNotBefore().toInstant())) {
            return Optional.of("not valid before " + certificate.getNotBefore().toInstant());
        }
        return Optional.empty();
    }

    /** Whether it is not valid yet, but so soon that a clock that is behind explains it. */
    static boolean isAheadOfTheClock(X509Certificate certificate, Instant now) {
        Instant start = certificate.getNotBefore().toInstant();
        return now.isBefore(start) && !now.plus(BEHIND).isBefore(start);
    }

    /** Why an authority cannot issue at this time, and what to do. */
    static Optional<String> issuingProblem(X509Certificate authority, Instant now) {
        return isAheadOfTheClock(authority, now)
                ? Optional.empty()
                : timeProblem(authority, now)
                        .map(problem -> problem
                                + (now.isBefore(authority.getNotBefore().toInstant())
                                        ? "; check this machine's clock, or rotate or replace that first"
                                        : "; rotate or replace that first"));
    }

    static Optional<String> difference(CertificateSpec spec, X509Certificate certificate) {
        return Stream.<Supplier<Optional<String>>>of(
                        () -> commonName(spec, certificate),
                        () -> organizations(spec, certificate),
                        () -> usages(spec, certificate),
                        () -> names(spec, certificate),
                        () -> kind(spec, certificate))
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> commonName(CertificateSpec spec, X509Certificate certificate) {
        String actual = CertificateFields.commonName(certificate).orElse("");
        return when(
                !actual.equals(spec.commonName()), "common name is '" + actual + "', not '" + spec.commonName() + "'");
    }

    private static Optional<String> organizations(CertificateSpec spec, X509Certificate certificate) {
        List<String> actual = CertificateFields.organizations(certificate);
        return when(
                !new HashSet<>(actual).equals(new HashSet<>(spec.organizations())),
                "organizations are " + actual + ", not " + spec.organizations());
    }

    private static Optional<String> usages(CertificateSpec spec, X509Certificate certificate) {
        Set<String> declared =
                spec.usages().stream().map(CertificateSpec.Usage::oid).collect(Collectors.toSet());
        List<String> actual = CertificateFields.usages(certificate);
        // a usage too many is a power too many
        return when(
                !spec.authority() && !declared.equals(new HashSet<>(actual)),
                "usages are " + named(actual) + ", not " + spec.usages());
    }

    private static List<String> named(List<String> oids) {
        return oids.stream()
                .map(oid -> Stream.of(CertificateSpec.Usage.values())
                        .filter(usage -> usage.oid().equals(oid))
                        .map(Enum::name)
                        .findFirst()
                        .orElse(oid))
                .toList();
    }

    private static Optional<String> names(CertificateSpec spec, X509Certificate certificate) {
        SubjectAltNames missing = spec.subjectAltNames().minus(SubjectAltNames.of(certificate));
        return when(!missing.isEmpty(), "names missing: " + missing);
    }

    private static Optional<String> kind(CertificateSpec spec, X509Certificate certificate) {
        if (spec.authority()) {
            return when(
                    !CertificateFields.isAuthority(certificate),
                    "its basic constraints or key usage are no authority's");
        } else if (certificate.getBasicConstraints() >= 0) {
            return Optional.of("is an authority");
        }
        return when(!CertificateFields.allows(certificate, DIGITAL_SIGNATURE), "key usage lacks digital signature");
    }

    private static Optional<String> when(boolean differs, String difference) {
        return differs ? Optional.of(difference) : Optional.empty();
    }
}

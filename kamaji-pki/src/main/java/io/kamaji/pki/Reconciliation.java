package io.kamaji.pki;

import io.kamaji.pki.internal.CertificateFields;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of {@link CertificateTree#reconcile}: issuers first, each certificate decided once. Not thread-safe. */
final class Reconciliation {
    private static final int AUTHORITY_WARNING_FRACTION = 10;

    private final CertificateTree tree;
    private final Map<String, KeyedCertificate> current;
    private final Map<String, PkiException> unreadable;
    private final Issuance issuance;
    private final Map<String, KeyedCertificate> done = new HashMap<>();
    private final Map<String, String> issued = new HashMap<>();
    private final Set<String> rotated = new HashSet<>();
    private final List<String> warnings = new ArrayList<>();

    Reconciliation(
            CertificateTree tree,
            Map<String, KeyedCertificate> current,
            Map<String, PkiException> unreadable,
            Issuance issuance) {
        this.tree = tree;
        this.current = current;
        this.unreadable = unreadable;
        this.issuance = issuance;
    }

    CertificateTree.Reconciled run() {
        tree.issuersFirst().forEach(spec -> done.put(spec.name(), decide(spec)));
        Map<String, KeyedCertificate> certificates = new LinkedHashMap<>();
        Map<String, String> reasons = new LinkedHashMap<>();
        for (CertificateSpec spec : tree.specs()) {
            certificates.put(spec.name(), done.get(spec.name()));
            Optional.ofNullable(issued.get(spec.name())).ifPresent(reason -> reasons.put(spec.name(), reason));
        }
        return new CertificateTree.Reconciled(certificates, reasons, warnings);
    }

    private KeyedCertificate decide(CertificateSpec spec) {
        KeyedCertificate existing = current.get(spec.name());
        Optional<String> reason = reasonToIssue(spec, existing);
        if (existing != null && reason.isEmpty()) {
            return spec.authority() ? keepAuthority(spec, existing) : keepOrRenew(spec, existing);
        }
        return issue(spec, existing, reason.orElse("missing"));
    }

    private Optional<String> reasonToIssue(CertificateSpec spec, @Nullable KeyedCertificate existing) {
        String name = spec.name();
        PkiException problem = unreadable.get(name);
        if (issuance.rotate().contains(name)) {
            rotated.add(name);
            return Optional.of("rotation requested");
        } else if (spec.authority() && problem != null) {
            throw new PkiException(
                    name,
                    name + " is stored but cannot be read, and an authority is never replaced unasked: "
                            + problem.getMessage(),
                    problem);
        } else if (spec.external() && existing == null) {
            throw new PkiException(
                    name, name + " is an external authority: its certificate and key must be provided", null);
        } else if (existing == null) {
            return Optional.of(problem == null ? "missing" : "unreadable: " + problem.getMessage());
        } else if (spec.issuer().isPresent() && issuerChanged(spec.issuer().get(), existing)) {
            return Optional.of("issuer changed");
        } else if (spec.authority()) {
            return Optional.empty();
        }
        X509Certificate certificate = existing.certificate();
        if (spec.issuer().isEmpty() && !Conformity.isIssuedBy(certificate, certificate)) {
            return Optional.of("issuer changed");
        }
        return timeProblem(spec, certificate).or(() -> Conformity.difference(spec, certificate));
    }

    /** None for what is not valid yet because its authority is not either: another one would be no better. */
    private Optional<String> timeProblem(CertificateSpec spec, X509Certificate certificate) {
        boolean behind = Conformity.isAheadOfTheClock(certificate, issuance.now())
                && spec.issuer()
                        .filter(name ->
                                Conformity.isAheadOfTheClock(issuer(name).certificate(), issuance.now()))
                        .isPresent();
        return behind ? Optional.empty() : Conformity.timeProblem(certificate, issuance.now());
    }

    private boolean issuerChanged(String issuer, KeyedCertificate existing) {
        return issued.containsKey(issuer)
                || !Conformity.isIssuedBy(existing.certificate(), issuer(issuer).certificate());
    }

    private KeyedCertificate issuer(String name) {
        KeyedCertificate issuer = done.get(name);
        if (issuer == null) {
            throw new IllegalStateException(name + " is decided before what it issues");
        }
        return issuer;
    }

    private KeyedCertificate keepAuthority(CertificateSpec spec, KeyedCertificate existing) {
        X509Certificate certificate = existing.certificate();
        Instant end = existing.notAfter();
        Duration lifetime = Duration.between(certificate.getNotBefore().toInstant(), end);
        String remedy = spec.external() ? "" : "; rotate it";
        Optional<String> problem = Conformity.timeProblem(certificate, issuance.now());
        if (Conformity.isAheadOfTheClock(certificate, issuance.now())) {
            warnings.add(spec.name() + " is " + problem.orElseThrow() + ", but it is " + issuance.now()
                    + " by this machine's clock: check that clock");
        } else if (problem.isPresent()) {
            warnings.add(spec.name() + " " + problem.get() + remedy);
        } else if (!issuance.now().isBefore(end.minus(lifetime.dividedBy(AUTHORITY_WARNING_FRACTION)))) {
            warnings.add(spec.name() + " expires " + end + remedy + (spec.external() ? "" : " in good time"));
        }
        if (!spec.external()) {
            Conformity.difference(spec, certificate)
                    .ifPresent(difference -> warnings.add(spec.name() + " is kept though it differs: " + difference));
        }
        return existing;
    }

    /**
     * Renews what is due, but only for something better: a policy that wants more time than a new certificate can have
     * would else issue one on each pass.
     */
    private KeyedCertificate keepOrRenew(CertificateSpec spec, KeyedCertificate existing) {
        Instant now = issuance.now();
        if (!isDue(issuance.renewalPolicy(), spec, existing)) {
            return existing;
        }
        Optional<Instant> issuerEnd = spec.issuer().map(name -> issuer(name).notAfter());
        Instant newEnd = Issuer.notAfter(spec, issuerEnd, now);
        if (issuerEnd.equals(Optional.of(newEnd))) {
            warnings.add(
                    spec.name() + " expires " + existing.notAfter() + " and cannot be renewed beyond its issuer's end");
        }
        if (!newEnd.isAfter(existing.notAfter())) {
            return existing;
        }
        String reason = "expires " + existing.notAfter();
        KeyedCertificate fresh = make(spec, existing, reason);
        if (isDue(issuance.renewalPolicy(), spec, fresh)) {
            warnings.add(spec.name() + " has a validity that its renewal policy finds too short from the start");
            if (!isDue(RenewalPolicy.thirdOfLifetime(), spec, existing)) {
                return existing;
            }
        }
        issued.put(spec.name(), reason);
        return fresh;
    }

    private boolean isDue(RenewalPolicy policy, CertificateSpec spec, KeyedCertificate existing) {
        return policy.isDue(existing.certificate(), spec.validity().plus(Issuer.BACKDATED), issuance.now());
    }

    private KeyedCertificate issue(CertificateSpec spec, @Nullable KeyedCertificate existing, String reason) {
        KeyedCertificate fresh = make(spec, existing, reason);
        issued.put(spec.name(), reason);
        if (spec.authority() && reason.equals("missing")) {
            tree.specs().stream()
                    .filter(child -> child.issuer().equals(Optional.of(spec.name())))
                    .filter(child -> current.containsKey(child.name()))
                    .findFirst()
                    .ifPresent(child -> warnings.add(spec.name() + " was missing and is new, though " + child.name()
                            + " exists: who trusts the old one must be given the new one"));
        }
        return fresh;
    }

    private KeyedCertificate make(CertificateSpec spec, @Nullable KeyedCertificate existing, String reason) {
        Optional<KeyedCertificate> issuer = spec.issuer().map(this::issuer);
        issuer.ifPresent(authority -> requireFit(spec, authority, reason));
        if (spec.issuer().filter(rotated::contains).isPresent()) {
            rotated.add(spec.name());
        }
        KeyAlgorithm algorithm = Optional.ofNullable(existing)
                .filter(pair -> !rotated.contains(spec.name()))
                .flatMap(pair -> KeyAlgorithm.of(pair.certificate().getPublicKey()))
                .orElse(issuance.keyAlgorithm());
        return Issuer.issue(spec, issuer, algorithm, issuance.now(), issuance.random());
    }

    private void requireFit(CertificateSpec spec, KeyedCertificate authority, String reason) {
        String issuer = spec.issuer().orElseThrow();
        String what = spec.name() + " cannot be issued (" + reason + "): its issuer " + issuer;
        Conformity.issuingProblem(authority.certificate(), issuance.now()).ifPresent(problem -> {
            throw new PkiException(issuer, what + " is " + problem, null);
        });
        if (!CertificateFields.isAuthority(authority.certificate())) {
            throw new PkiException(issuer, what + " is not an authority by its basic constraints and key usage", null);
        }
    }
}

package io.kamaji.pki;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The declared certificates of a control plane and how they hang together; what is valid is kept, what is not is issued.
 *
 * <p>Immutable and thread-safe; no clock and no randomness but those of the {@link Issuance}. A leaf is kept when the
 * current issuer signed it, it is valid now, not due by the policy, and says what is declared (further alternative names
 * do not matter; neither does the algorithm of its key). Whatever is issued takes all below it along, so that no leaf is
 * left with an old issuer. An authority is issued when there is none, when its own issuer changed, or when its rotation
 * is asked for; else it is kept, with a warning where something is wrong with it. A renewed leaf has a new key of the
 * old algorithm. Where an authority begins only within the next day, this machine's clock is behind: nothing is replaced for
 * that, what is missing is issued with the authority's beginning, and a warning says so.
 */
public final class CertificateTree {
    private final Map<String, CertificateSpec> specs;
    private final List<CertificateSpec> issuersFirst;

    private CertificateTree(Map<String, CertificateSpec> specs, List<CertificateSpec> issuersFirst) {
        this.specs = specs;
        this.issuersFirst = issuersFirst;
    }

    /** @throws IllegalArgumentException for a name declared twice, an issuer that is not declared or no authority, or a cycle */
    public static CertificateTree of(List<CertificateSpec> specs) {
        Map<String, CertificateSpec> byName = new LinkedHashMap<>();
        for (CertificateSpec spec : specs) {
            if (byName.put(spec.name(), spec) != null) {
                throw new IllegalArgumentException(spec.name() + ": declared twice");
            }
        }
        Set<CertificateSpec> ordered = new LinkedHashSet<>();
        specs.forEach(spec -> visit(spec, byName, new LinkedHashSet<>(), ordered));
        return new CertificateTree(Collections.unmodifiableMap(byName), List.copyOf(ordered));
    }

    private static void visit(
            CertificateSpec spec, Map<String, CertificateSpec> all, Set<String> path, Set<CertificateSpec> ordered) {
        if (!path.add(spec.name())) {
            throw new IllegalArgumentException(spec.name() + ": issues itself, by way of " + String.join(", ", path));
        }
        spec.issuer().ifPresent(name -> {
            CertificateSpec issuer = all.get(name);
            if (issuer == null) {
                throw new IllegalArgumentException(spec.name() + ": its issuer " + name + " is not declared");
            } else if (!issuer.authority()) {
                throw new IllegalArgumentException(spec.name() + ": its issuer " + name + " is not an authority");
            }
            visit(issuer, all, path, ordered);
        });
        ordered.add(spec);
    }

    /** What is declared, in that order. */
    public List<CertificateSpec> specs() {
        return List.copyOf(specs.values());
    }

    List<CertificateSpec> issuersFirst() {
        return issuersFirst;
    }

    /**
     * Keeps what of the current certificates is as declared and not due for renewal, and issues the rest.
     *
     * @param current by name; what is not declared is left alone
     * @return every declared certificate, kept or new, with the reasons and what to look at
     * @throws PkiException for an authority that is needed and missing (if external), unfit or expired; it names the
     *     authority, and what it could not issue
     * @throws IllegalArgumentException for a rotation of what is not declared or is external
     */
    public Reconciled reconcile(Map<String, KeyedCertificate> current, Issuance issuance) {
        return reconcile(current, Map.of(), issuance);
    }

    /**
     * As {@link #reconcile(Map, Issuance)}, with certificates that are stored but could not be read.
     *
     * @param unreadable why, by name; a leaf is issued anew, an authority is refused, as it is never replaced unasked
     */
    public Reconciled reconcile(
            Map<String, KeyedCertificate> current, Map<String, PkiException> unreadable, Issuance issuance) {
        for (String name : issuance.rotate()) {
            CertificateSpec spec = specs.get(name);
            if (spec == null || spec.external()) {
                throw new IllegalArgumentException(
                        "cannot rotate " + name + ": " + (spec == null ? "not declared" : "not ours, but external"));
            }
        }
        return new Reconciliation(this, current, unreadable, issuance).run();
    }

    /**
     * @param certificates every declared certificate by name, in declared order
     * @param issued those that are new, each with the reason: {@code "missing"}, {@code "expires 2027-…"}, {@code "issuer changed"}, …
     * @param warnings what should be looked at, such as an authority that expires soon (authorities are never replaced unasked)
     */
    public record Reconciled(
            Map<String, KeyedCertificate> certificates, Map<String, String> issued, List<String> warnings) {

        public Reconciled {
            certificates = Collections.unmodifiableMap(new LinkedHashMap<>(certificates));
            issued = Collections.unmodifiableMap(new LinkedHashMap<>(issued));
            warnings = List.copyOf(warnings);
        }
    }
}

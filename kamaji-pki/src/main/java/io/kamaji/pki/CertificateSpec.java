package io.kamaji.pki;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A certificate as it is to be.
 *
 * <p>Immutable. Defaults: 10 years (3,650 days) for an authority, 1 year (365 days) for all others, as kubeadm has them.
 *
 * @param name its name in the tree, such as {@code apiserver}
 * @param commonName the user name, for a client of Kubernetes
 * @param organizations the groups, for a client of Kubernetes; their order says nothing
 * @param usages what it may be used for; empty for an authority
 * @param authority whether it may issue others
 * @param issuer the name of its issuer in the tree; empty: self-signed
 * @param validity how long it is valid from its issue on; never beyond its issuer
 * @param external an authority that is brought, with its key, and never issued here
 */
public record CertificateSpec(
        String name,
        String commonName,
        List<String> organizations,
        SubjectAltNames subjectAltNames,
        Set<Usage> usages,
        boolean authority,
        Optional<String> issuer,
        Duration validity,
        boolean external) {
    private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);
    private static final Duration LEAF_VALIDITY = Duration.ofDays(365);
    private static final Duration LONGEST_VALIDITY = Duration.ofDays(365_000);

    /** Extended key usages (RFC 5280, 4.2.1.12). */
    public enum Usage {
        SERVER_AUTH("1.3.6.1.5.5.7.3.1"),
        CLIENT_AUTH("1.3.6.1.5.5.7.3.2");

        private final String oid;

        Usage(String oid) {
            this.oid = oid;
        }

        /** The object identifier, dotted. */
        public String oid() {
            return oid;
        }
    }

    /** @throws IllegalArgumentException for what no certificate can be, naming it */
    public CertificateSpec {
        organizations = List.copyOf(organizations);
        usages = usages.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(usages));
        require(!name.isBlank(), "a certificate needs a name");
        require(external || !commonName.isBlank(), name + ": the common name is empty");
        require(organizations.stream().noneMatch(String::isBlank), name + ": an organization is empty");
        require(
                new HashSet<>(organizations).size() == organizations.size(),
                name + ": an organization is given twice in " + organizations);
        require(!authority || usages.isEmpty(), name + ": an authority has no extended key usage, but " + usages);
        require(authority || !usages.isEmpty(), name + ": neither an authority nor any usage");
        require(!external || authority, name + ": only an authority can be external");
        require(!external || issuer.isEmpty(), name + ": an external authority has no issuer in the tree");
        require(!issuer.equals(Optional.of(name)), name + ": its own issuer; leave the issuer out to sign itself");
        require(
                validity.compareTo(Duration.ofSeconds(1)) >= 0 && validity.compareTo(LONGEST_VALIDITY) <= 0,
                name + ": a validity of " + validity + " is not between 1 second and 1,000 years");
    }

    /** With no {@code external}: a certificate that is issued here. */
    public CertificateSpec(
            String name,
            String commonName,
            List<String> organizations,
            SubjectAltNames subjectAltNames,
            Set<Usage> usages,
            boolean authority,
            Optional<String> issuer,
            Duration validity) {
        this(name, commonName, organizations, subjectAltNames, usages, authority, issuer, validity, false);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** A self-signed authority. */
    public static CertificateSpec authority(String name, String commonName) {
        return builder(name).commonName(commonName).authority(true).build();
    }

    /** An authority of someone else: it must be at hand, with its key, when the tree is reconciled, and is never issued. */
    public static CertificateSpec externalAuthority(String name) {
        return builder(name).authority(true).external(true).build();
    }

    /** A server certificate. */
    public static CertificateSpec server(String name, String commonName, String issuer, SubjectAltNames names) {
        return builder(name)
                .commonName(commonName)
                .issuer(issuer)
                .usages(Usage.SERVER_AUTH)
                .subjectAltNames(names)
                .build();
    }

    /** A client certificate. */
    public static CertificateSpec client(String name, String commonName, String issuer, String... organizations) {
        return builder(name)
                .commonName(commonName)
                .issuer(issuer)
                .usages(Usage.CLIENT_AUTH)
                .organizations(List.of(organizations))
                .build();
    }

    /** Starts one that is neither an authority nor has a usage yet: one of the two must be set. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Starts from this one. */
    public Builder toBuilder() {
        return new Builder(name)
                .commonName(commonName)
                .organizations(organizations)
                .subjectAltNames(subjectAltNames)
                .usages(usages.toArray(Usage[]::new))
                .authority(authority)
                .external(external)
                .validity(validity)
                .with(b -> b.issuer = issuer);
    }

    /** Builds a {@link CertificateSpec}; what is not set has the default. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private String commonName = "";
        private List<String> organizations = List.of();
        private SubjectAltNames subjectAltNames = SubjectAltNames.NONE;
        private Set<Usage> usages = Set.of();
        private boolean authority;
        private boolean external;
        private Optional<String> issuer = Optional.empty();
        private Optional<Duration> validity = Optional.empty();

        private Builder(String name) {
            this.name = name;
        }

        /** The subject's common name: the user of a client certificate. Must be set, but for an external authority. */
        public Builder commonName(String value) {
            return with(b -> b.commonName = value);
        }

        /** The subject's organizations: the groups of a client certificate; none by default. */
        public Builder organizations(List<String> values) {
            return with(b -> b.organizations = List.copyOf(values));
        }

        /** Names and addresses of a server; none by default. */
        public Builder subjectAltNames(SubjectAltNames values) {
            return with(b -> b.subjectAltNames = values);
        }

        /** The extended key usages of a leaf. */
        public Builder usages(Usage... values) {
            return with(b -> b.usages = Set.of(values));
        }

        /** Whether it may issue others; false by default. */
        public Builder authority(boolean value) {
            return with(b -> b.authority = value);
        }

        /** Whether it is provided and never issued; false by default. */
        public Builder external(boolean value) {
            return with(b -> b.external = value);
        }

        /** The name of its issuer in the tree; by default it signs itself. */
        public Builder issuer(String value) {
            return with(b -> b.issuer = Optional.of(value));
        }

        /** How long a new one is good for: 10 years by default for an authority, a year for others. */
        public Builder validity(Duration value) {
            return with(b -> b.validity = Optional.of(value));
        }

        private Builder with(Consumer<Builder> change) {
            change.accept(this);
            return this;
        }

        /** @throws IllegalArgumentException saying what does not go together */
        public CertificateSpec build() {
            return new CertificateSpec(
                    name,
                    commonName,
                    organizations,
                    subjectAltNames,
                    usages,
                    authority,
                    issuer,
                    validity.orElse(authority ? AUTHORITY_VALIDITY : LEAF_VALIDITY),
                    external);
        }
    }
}

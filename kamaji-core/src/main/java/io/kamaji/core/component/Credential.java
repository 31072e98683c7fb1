package io.kamaji.core.component;

import io.kamaji.core.exposure.Known;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.SubjectAltNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A credential of a tenant as one row: what is issued, in which Secret it is stored, and as which files. Issuing, storing,
 * reading back, mounting and planning all go by this row, so that its name stands in one place. Immutable and thread-safe;
 * holds no key.
 *
 * <p>A component that {@linkplain Declaration.Builder#credential declares} one need do nothing else: it is issued in one
 * tree with everybody else's, kept in Secret {@code <tcp>-<secret>} and found again in the next pass.
 */
public final class Credential {

    /** How a credential is stored. */
    public enum Form {
        /** {@code <stem>.crt} and {@code <stem>.key}. */
        PEM,
        /** A kubeconfig with the certificate, its key, and whom to trust. */
        KUBECONFIG,
        /** {@code <stem>.pub} and {@code <stem>.key}, without a certificate. */
        SIGNING_KEYS,
        /** Not at all: it is another's, and given to each pass. */
        BROUGHT
    }

    /** At which address a kubeconfig names the tenant's API. */
    public enum Server {
        /** The control plane endpoint: for clients and nodes. */
        ENDPOINT,
        /** The Service: for clients in the admin cluster. */
        SERVICE,
        /** {@code 127.0.0.1}: for containers of the same pod. */
        LOOPBACK,
        /** {@code localhost}: the same by name. */
        LOCALHOST
    }

    private final String name;
    private final Optional<String> issuer;
    private final boolean authority;
    private final Function<TenantView, Known<CertificateSpec>> specification;
    private final Predicate<TenantView> needed;
    private final String secret;
    private final Form form;
    private final List<String> stems;
    private final Optional<String> type;
    private final Server server;
    private final Optional<String> clusterName;
    private final Optional<String> loss;

    private Credential(Builder builder) {
        name = builder.name;
        issuer = builder.issuer;
        authority = builder.authority;
        specification = builder.specification;
        needed = builder.needed;
        secret = builder.secret;
        form = builder.form;
        stems = builder.stems;
        type = builder.type;
        server = builder.server;
        clusterName = builder.clusterName;
        loss = builder.loss;
    }

    /** A certificate that is the same for every tenant. */
    public static Builder builder(CertificateSpec spec) {
        return new Builder(spec.name(), spec.issuer(), spec.authority(), tenant -> Known.of(spec));
    }

    /**
     * A certificate that depends on the tenant.
     *
     * @param spec what is to be issued, or what that waits for
     */
    public static Builder builder(String name, String issuer, Function<TenantView, Known<CertificateSpec>> spec) {
        return new Builder(name, Optional.of(issuer), false, spec);
    }

    /** A client certificate; {@code organizations} are its groups. */
    public static Builder client(String name, String commonName, String issuer, String... organizations) {
        return builder(CertificateSpec.client(name, commonName, issuer, organizations));
    }

    /** A server certificate of names that depend on the tenant. */
    public static Builder server(
            String name, String commonName, String issuer, Function<TenantView, Known<SubjectAltNames>> names) {
        return builder(
                name,
                issuer,
                tenant -> names.apply(tenant).map(sans -> CertificateSpec.server(name, commonName, issuer, sans)));
    }

    /** A pair of keys without a certificate. */
    public static Builder signingKeys(String name) {
        var builder = new Builder(name, Optional.empty(), false, tenant -> {
            throw new IllegalStateException(name + " is no certificate");
        });
        builder.form = Form.SIGNING_KEYS;
        return builder;
    }

    /** An authority of someone else, with its key, that is given to each pass of a tenant that needs it. */
    public static Credential brought(String name, Predicate<TenantView> needed) {
        var builder = builder(CertificateSpec.externalAuthority(name)).neededBy(needed);
        builder.form = Form.BROUGHT;
        return new Credential(builder);
    }

    /** Name of the certificate in the tree, or of the keys. */
    public String name() {
        return name;
    }

    /** Name of the certificate's issuer in the tree. */
    public Optional<String> issuer() {
        return issuer;
    }

    public boolean isAuthority() {
        return authority;
    }

    /** Whether a tenant that has the component has the credential. */
    public boolean isNeededBy(TenantView tenant) {
        return needed.test(tenant);
    }

    /** Whether it is a certificate with its key; else it is keys alone. */
    public boolean isCertificate() {
        return form != Form.SIGNING_KEYS;
    }

    /**
     * What is to be issued for a tenant that needs it, or what that waits for.
     *
     * @throws IllegalStateException if it is no certificate
     */
    public Known<CertificateSpec> specification(TenantView tenant) {
        return specification.apply(tenant);
    }

    /** What follows {@code <tcp>-} in the name of its Secret. */
    public String secret() {
        return secret;
    }

    public Form form() {
        return form;
    }

    /** Names of its files without their ends, each file once for each; of a kubeconfig the whole name. */
    public List<String> stems() {
        return stems;
    }

    /** Type of the Secret, unless {@code Opaque}. */
    public Optional<String> type() {
        return type;
    }

    /** For a kubeconfig: the server in it. */
    public Server server() {
        return server;
    }

    /** For a kubeconfig: the cluster's name in it; empty: the tenant's name. */
    public Optional<String> clusterName() {
        return clusterName;
    }

    /** What it means that this one is replaced, as in {@code every node must join again}; empty: nothing to tell. */
    public Optional<String> loss() {
        return loss;
    }

    /** {@code <stem>.crt}: what is signed with, if it is an authority. */
    public String certificateFile() {
        return stems.get(0) + ".crt";
    }

    /** {@code <stem>.key}. */
    public String keyFile() {
        return stems.get(0) + ".key";
    }

    /** {@code <stem>.pub}. */
    public String publicKeyFile() {
        return stems.get(0) + ".pub";
    }

    /** {@code <stem>-bundle.crt}: all that is trusted, where that is more than what is signed with. */
    public String bundleFile() {
        return stems.get(0) + "-bundle.crt";
    }

    /** Name of the kubeconfig. */
    public String file() {
        return stems.get(0);
    }

    /** The keys of its Secret that can't be missing; without the names that it is stored under besides. */
    public List<String> files() {
        return switch (form) {
            case PEM -> List.of(certificateFile(), keyFile());
            case KUBECONFIG -> List.of(file());
            case SIGNING_KEYS -> List.of(publicKeyFile(), keyFile());
            case BROUGHT -> List.of();
        };
    }

    @Override
    public String toString() {
        return name + (form == Form.BROUGHT ? "" : " in <tcp>-" + secret + " " + files());
    }

    /** Builds a {@link Credential}; not thread-safe. */
    public static final class Builder {
        private final String name;
        private final Optional<String> issuer;
        private final boolean authority;
        private final Function<TenantView, Known<CertificateSpec>> specification;
        private Predicate<TenantView> needed = tenant -> true;
        private String secret = "";
        private Form form = Form.PEM;
        private List<String> stems;
        private Optional<String> type = Optional.empty();
        private Server server = Server.ENDPOINT;
        private Optional<String> clusterName = Optional.empty();
        private Optional<String> loss = Optional.empty();

        private Builder(
                String name,
                Optional<String> issuer,
                boolean authority,
                Function<TenantView, Known<CertificateSpec>> specification) {
            this.name = name;
            this.issuer = issuer;
            this.authority = authority;
            this.specification = specification;
            stems = List.of(name);
        }

        /** Secret {@code <tcp>-<suffix>}, which may hold further credentials and files. */
        public Builder secret(String suffix) {
            secret = suffix;
            return this;
        }

        /** Which tenants have it, of those that have the component; default: all. */
        public Builder neededBy(Predicate<TenantView> tenants) {
            needed = tenants;
            return this;
        }

        /** Names of the files without their ends; default: the credential's name. The first is the one that is mounted. */
        public Builder stems(String first, String... more) {
            var all = new ArrayList<String>();
            all.add(first);
            all.addAll(List.of(more));
            stems = List.copyOf(all);
            return this;
        }

        /** {@code tls.crt} and {@code tls.key} in a Secret of type {@code kubernetes.io/tls}. */
        public Builder tls() {
            type = Optional.of("kubernetes.io/tls");
            return stems("tls");
        }

        /** In a kubeconfig, whose user is the certificate's common name. */
        public Builder kubeconfig(String file, Server at) {
            form = Form.KUBECONFIG;
            server = at;
            return stems(file);
        }

        /** For a kubeconfig: the cluster's name in it. */
        public Builder clusterName(String value) {
            clusterName = Optional.of(value);
            return this;
        }

        /** What it means that the credential is replaced, for the plan: a sentence without its subject. */
        public Builder loss(String sentence) {
            loss = Optional.of(sentence);
            return this;
        }

        /** @throws IllegalArgumentException if no Secret is named */
        public Credential build() {
            if (secret.isBlank()) {
                throw new IllegalArgumentException("credential " + name + " is stored in no Secret");
            }
            return new Credential(this);
        }
    }
}

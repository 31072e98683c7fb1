package io.kamaji.core.access;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.kubeconfig.CompoundValue;
import io.kamaji.api.kubeconfig.KubeconfigGeneratorSpec;
import io.kamaji.core.manifest.Given;
import io.kamaji.core.manifest.Manifests;
import io.kamaji.core.manifest.OwnerReferences;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.render.internal.Names;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.Kubeconfig;
import io.kamaji.pki.PkiException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.naming.NamingException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/**
 * The Secret that one generator makes for one tenant: what it is to hold, given what is there. Pure but for the randomness
 * of a new key. A kubeconfig that still serves is kept; a certificate is good for a year.
 *
 * @param generator its name, which is also the name of cluster, user and context in what it makes
 */
record GeneratedKubeconfig(String generator, KubeconfigGeneratorSpec spec, TenantControlPlane tenant) {
    static final String MANAGED_BY = "kamaji.clastix.io/managed-by";
    private static final String MANAGED_FOR = "kamaji.clastix.io/managed-for";
    private static final String LIFECYCLE = "kamaji.clastix.io/certificate_lifecycle_controller";
    private static final String KEY = "value";
    private static final Duration LIFE = Duration.ofDays(365);

    String namespace() {
        return tenant.metadata().namespaceOrDefault();
    }

    private String tenantName() {
        return tenant.metadata().name().orElse("");
    }

    /** {@code namespace/name} of the tenant. */
    String resource() {
        return namespace() + "/" + tenantName();
    }

    /** A Secret of the tenant. */
    ObjectRef secret(String suffix) {
        return ResourceTypes.SECRET.ref(namespace(), tenantName() + "-" + suffix);
    }

    ObjectRef ref() {
        return secret(generator);
    }

    boolean isOurs(JsonObject live) {
        return live.text("metadata", "labels", MANAGED_BY).equals(Optional.of(generator));
    }

    /**
     * The Secret as it is to be.
     *
     * @param admin the tenant's admin kubeconfigs, if they are there
     * @param authority the tenant's CA
     * @throws KamajiException with what is missing, in the reference's words
     */
    JsonObject wanted(
            Optional<JsonObject> admin, KeyedCertificate authority, Optional<JsonObject> live, Issuance issuance) {
        var template = template(admin);
        var user = text(spec.user(), "at least a StringValue or FromDefinition for the user field must be provided");
        var groups = new LinkedHashSet<String>();
        for (var group : spec.groups().orElse(List.of())) {
            groups.add(text(group, "at least a StringValue or FromDefinition Group value must be provided"));
        }
        var rotate = live.flatMap(secret -> secret.text("metadata", "annotations", Names.ROTATE))
                .filter(String::isEmpty)
                .isPresent();
        var kept = live.filter(secret -> !rotate)
                .flatMap(secret -> secret.text("data", KEY))
                .filter(value -> serves(value, template, authority, user, groups, issuance));
        var value = kept.orElseGet(() -> encoded(
                named(ClientKubeconfigs.mint(template, authority, user, new ArrayList<>(groups), LIFE, issuance))));
        return secret(value, rotate ? Optional.of(issuance.now().toString()) : Optional.empty());
    }

    private JsonObject secret(String value, Optional<String> rotated) {
        var secret = Manifests.of(ref())
                .label(MANAGED_BY, generator)
                .label(MANAGED_FOR, tenantName())
                .label(LIFECYCLE, "kubeconfig")
                .owners(OwnerReferences.controller(tenant).stream().toList())
                .with("type", "Opaque")
                .with("data", JsonObject.of(KEY, value));
        rotated.ifPresent(at -> secret.annotation(Names.ROTATE, at));
        return secret.build();
    }

    private Kubeconfig template(Optional<JsonObject> admin) {
        var secret = admin.orElseThrow(() -> problem("the admin kubeconfig is not yet generated", null));
        var key = Given.text(spec.controlPlaneEndpointFrom()).orElse("admin.svc");
        var text = secret.text("data", key)
                .orElseThrow(() -> problem(
                        "unable to decode Kubeconfig template: the given key is not available in the kubeconfig Secret: "
                                + key,
                        null));
        try {
            return Kubeconfig.parse(decoded(text));
        } catch (PkiException | IllegalArgumentException e) {
            throw problem("unable to decode Kubeconfig template: " + e.getMessage(), e);
        }
    }

    private String text(CompoundValue value, String otherwise) {
        var path = Given.text(value.fromDefinition());
        if (path.isPresent()) {
            return tenant.toJsonObject()
                    .text(path.get().split("\\."))
                    .filter(found -> !found.isBlank())
                    .orElseThrow(() -> problem("provided dot notation \"" + path.get() + "\" is not found", null));
        }
        return value.stringValue().filter(text -> !text.isBlank()).orElseThrow(() -> problem(otherwise, null));
    }

    /** The status names the object before each message, and keeps the reference's words. */
    private static KamajiException problem(String message, @Nullable Throwable cause) {
        return new KamajiException(message, cause);
    }

    private static boolean serves(
            String value,
            Kubeconfig template,
            KeyedCertificate authority,
            String user,
            Set<String> groups,
            Issuance issuance) {
        try {
            var made = Kubeconfig.parse(decoded(value));
            return made.server().equals(template.server())
                    && made.certificateAuthorityPem().equals(template.certificateAuthorityPem())
                    && made.client()
                            .map(KeyedCertificate::certificate)
                            .filter(certificate -> isOf(certificate, user, groups)
                                    && isBy(certificate, authority)
                                    && !certificate.getNotAfter().toInstant().isBefore(issuance.now())
                                    && !issuance.renewalPolicy().isDue(certificate, LIFE, issuance.now()))
                            .isPresent();
        } catch (PkiException | IllegalArgumentException e) {
            return false; // made anew
        }
    }

    private static boolean isBy(X509Certificate certificate, KeyedCertificate authority) {
        try {
            certificate.verify(authority.certificate().getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean isOf(X509Certificate certificate, String user, Set<String> groups) {
        try {
            var users = new LinkedHashSet<String>();
            var organizations = new LinkedHashSet<String>();
            for (Rdn name : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                var all = name.toAttributes().getAll();
                while (all.hasMore()) {
                    var attribute = all.next();
                    var values = attribute.getID().equals("CN") ? users : organizations;
                    for (int i = 0; i < attribute.size(); i++) {
                        values.add(String.valueOf(attribute.get(i)));
                    }
                }
            }
            return users.equals(Set.of(user)) && organizations.equals(groups);
        } catch (NamingException e) {
            return false;
        }
    }

    /** With the generator's name for cluster, user and context. */
    private String named(Kubeconfig minted) {
        var renamed = new Kubeconfig(
                generator,
                minted.server(),
                minted.certificateAuthorityPem(),
                minted.tlsServerName(),
                generator,
                minted.client());
        var tree = JsonObject.parse(renamed.toYaml());
        return tree.with("current-context", generator)
                .with(
                        "contexts",
                        tree.array("contexts")
                                .objects()
                                .map(context -> context.with("name", generator))
                                .toList())
                .toYaml();
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}

package io.kamaji.core.render.internal;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.render.CorruptSecretException;
import io.kamaji.core.render.StoredCredentials;
import io.kamaji.core.render.StoredCredentials.Account;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.KubeadmCertificates;
import io.kamaji.pki.Kubeconfig;
import io.kamaji.pki.PkiException;
import io.kamaji.pki.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads what the components here wrote: the other direction of their Secrets. */
public final class CredentialReader {
    /** A certificate and its key: the Secret, the name in the tree, and by which file names (the first that is there). */
    private record Pair(String secret, String certificate, List<String> files) {}

    private static final List<Pair> PAIRS = List.of(
            new Pair(Names.CA, KubeadmCertificates.CA, List.of("ca", "tls")),
            new Pair(Names.FRONT_PROXY_CA, KubeadmCertificates.FRONT_PROXY_CA, List.of("front-proxy-ca")),
            new Pair(Names.API_SERVER, KubeadmCertificates.API_SERVER, List.of("apiserver")),
            new Pair(
                    Names.KUBELET_CLIENT,
                    KubeadmCertificates.API_SERVER_KUBELET_CLIENT,
                    List.of("apiserver-kubelet-client")),
            new Pair(Names.FRONT_PROXY_CLIENT, KubeadmCertificates.FRONT_PROXY_CLIENT, List.of("front-proxy-client")),
            new Pair(Names.KONNECTIVITY_CERTIFICATE, Names.KONNECTIVITY, List.of("tls")),
            new Pair(Names.STORAGE_CERTIFICATE, StorageBinding.CLIENT, List.of("server")));

    /** A kubeconfig whose client certificate is in the tree. */
    private record Identity(String secret, String key, String certificate) {}

    private static final List<Identity> IDENTITIES = List.of(
            new Identity(Names.ADMIN_KUBECONFIG, "admin.conf", KubeadmCertificates.ADMIN),
            new Identity(Names.ADMIN_KUBECONFIG, "super-admin.conf", KubeadmCertificates.SUPER_ADMIN),
            new Identity(
                    Names.CONTROLLER_MANAGER_KUBECONFIG,
                    "controller-manager.conf",
                    KubeadmCertificates.CONTROLLER_MANAGER),
            new Identity(Names.SCHEDULER_KUBECONFIG, "scheduler.conf", KubeadmCertificates.SCHEDULER));

    private static final List<String> KUBECONFIG_SECRETS = List.of(
            Names.ADMIN_KUBECONFIG,
            Names.CONTROLLER_MANAGER_KUBECONFIG,
            Names.SCHEDULER_KUBECONFIG,
            Names.KONNECTIVITY_KUBECONFIG);

    private final Map<String, JsonObject> secrets;
    private final Map<String, KeyedCertificate> certificates = new LinkedHashMap<>();
    private final Map<String, PkiException> unreadable = new LinkedHashMap<>();
    private final Map<String, String> kubeconfigs = new LinkedHashMap<>();

    private CredentialReader(Map<String, JsonObject> secrets) {
        this.secrets = secrets;
    }

    /**
     * Reads the Secrets of a tenant, be they Kamaji's, the reference's or brought ({@code ca} with {@code tls.crt} and
     * {@code tls.key} only).
     *
     * @param secrets by what follows {@code <tcp>-} in their names; others than a tenant's are ignored
     * @throws CorruptSecretException if a key that can't be made anew is there and can't be read: service account keys,
     *     the account in the store
     */
    public static StoredCredentials read(Map<String, JsonObject> secrets) {
        return new CredentialReader(secrets).read();
    }

    private StoredCredentials read() {
        PAIRS.forEach(this::pair);
        IDENTITIES.forEach(this::identity);
        for (var secret : KUBECONFIG_SECRETS) {
            for (var key : data(secret).members().keySet().stream().sorted().toList()) {
                decoded(secret, key).ifPresent(text -> kubeconfigs.put(key, text));
            }
        }
        return new StoredCredentials(certificates, unreadable, signingKeys(), account(), kubeconfigs);
    }

    private void pair(Pair pair) {
        for (var file : pair.files) {
            var certificate = raw(pair.secret, file + ".crt");
            var key = raw(pair.secret, file + ".key");
            if (certificate.isPresent() || key.isPresent()) {
                if (certificate.isEmpty() || key.isEmpty()) {
                    unreadable.put(
                            pair.certificate,
                            new PkiException(where(pair.secret) + " has " + file + (key.isEmpty() ? ".crt" : ".key")
                                    + " but no " + file + (key.isEmpty() ? ".key" : ".crt")));
                } else {
                    parsed(
                            pair.secret,
                            file + ".crt and " + file + ".key",
                            pair.certificate,
                            () -> KeyedCertificate.parse(decode(certificate.get()), decode(key.get())));
                }
                return;
            }
        }
    }

    private void identity(Identity identity) {
        raw(identity.secret, identity.key)
                .ifPresent(text -> parsed(
                        identity.secret,
                        identity.key,
                        identity.certificate,
                        () -> Kubeconfig.parse(decode(text))
                                .client()
                                .orElseThrow(() -> new PkiException("no client certificate with key"))));
    }

    private void parsed(String secret, String key, String certificate, Supplier<KeyedCertificate> parse) {
        try {
            certificates.put(certificate, parse.get());
        } catch (PkiException | IllegalArgumentException e) {
            unreadable.put(certificate, new PkiException(where(secret) + ", " + key + ": " + e.getMessage(), e));
        }
    }

    private Optional<SigningKeys> signingKeys() {
        var publicKey = raw(Names.SERVICE_ACCOUNT, "sa.pub");
        var privateKey = raw(Names.SERVICE_ACCOUNT, "sa.key");
        if (publicKey.isEmpty() && privateKey.isEmpty()) {
            return Optional.empty();
        }
        if (publicKey.isEmpty() || privateKey.isEmpty()) {
            throw corrupt(Names.SERVICE_ACCOUNT, (publicKey.isEmpty() ? "sa.pub" : "sa.key") + " is missing", null);
        }
        try {
            return Optional.of(SigningKeys.parse(decode(publicKey.get()), decode(privateKey.get())));
        } catch (PkiException | IllegalArgumentException e) {
            throw corrupt(Names.SERVICE_ACCOUNT, "sa.pub and sa.key: " + e.getMessage(), e);
        }
    }

    private Optional<Account> account() {
        if (data(Names.STORAGE_CONFIG).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Account(
                field("DB_CONNECTION_STRING", false),
                field("DB_SCHEMA", true),
                field("DB_USER", true),
                field("DB_PASSWORD", false)));
    }

    private String field(String key, boolean required) {
        var value = raw(Names.STORAGE_CONFIG, key);
        if (required && value.isEmpty()) {
            throw corrupt(Names.STORAGE_CONFIG, key + " is missing", null);
        }
        try {
            return value.map(CredentialReader::decode).orElse("");
        } catch (IllegalArgumentException e) {
            throw corrupt(Names.STORAGE_CONFIG, key + " is not base64", null);
        }
    }

    private CorruptSecretException corrupt(String secret, String what, @Nullable Exception e) {
        var tree = secrets.getOrDefault(secret, JsonObject.EMPTY);
        var ref = tree.has("kind") ? ObjectRef.of(tree) : null;
        return new CorruptSecretException(
                where(secret) + ": " + what + "; restore it or delete the Secret to have it made anew", ref, e);
    }

    private String where(String secret) {
        return "Secret "
                + secrets.getOrDefault(secret, JsonObject.EMPTY)
                        .text("metadata", "name")
                        .orElse("<tcp>-" + secret);
    }

    private JsonObject data(String secret) {
        return secrets.getOrDefault(secret, JsonObject.EMPTY).object("data");
    }

    /** The value as stored; empty text is nothing, as in the reference. */
    private Optional<String> raw(String secret, String key) {
        return data(secret).text(key).filter(value -> !value.isEmpty());
    }

    private Optional<String> decoded(String secret, String key) {
        try {
            return raw(secret, key).map(CredentialReader::decode);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // its certificate is among the unreadable
        }
    }

    private static String decode(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}

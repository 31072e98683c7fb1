package io.kamaji.core.render;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Credential;
import io.kamaji.pki.Authority;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.Kubeconfig;
import io.kamaji.pki.PkiException;
import io.kamaji.pki.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads credentials out of a tenant's Secrets, as their rows say where they are. */
public final class CredentialReader {
    private final Map<String, JsonObject> secrets;
    private final Set<String> read = new LinkedHashSet<>();
    private final Map<String, KeyedCertificate> certificates = new LinkedHashMap<>();
    private final Map<String, PkiException> unreadable = new LinkedHashMap<>();
    private final Map<String, List<X509Certificate>> trusted = new LinkedHashMap<>();
    private final Map<String, String> kubeconfigs = new LinkedHashMap<>();
    private Optional<SigningKeys> signingKeys = Optional.empty();

    private CredentialReader(Map<String, JsonObject> secrets) {
        this.secrets = secrets;
    }

    /**
     * Reads the Secrets of a tenant, be they Kamaji's, the reference's or brought. A certificate that several rows store is
     * read from the first of them.
     *
     * @param secrets by what follows {@code <tcp>-} in their names
     * @throws CorruptSecretException if signing keys are there and can't be read: they can't be made anew unasked
     */
    public static StoredCredentials read(List<Credential> rows, Map<String, JsonObject> secrets) {
        var reader = new CredentialReader(secrets);
        rows.forEach(reader::row);
        return new StoredCredentials(
                reader.certificates, reader.unreadable, reader.trusted, reader.signingKeys, reader.kubeconfigs);
    }

    private void row(Credential row) {
        switch (row.form()) {
            case PEM -> {
                if (read.add(row.name())) {
                    pair(row);
                }
            }
            case KUBECONFIG -> kubeconfig(row);
            case SIGNING_KEYS -> signingKeys(row);
            case BROUGHT -> {}
        }
    }

    private void pair(Credential row) {
        for (var stem : row.stems()) {
            var certificate = raw(row, stem + ".crt");
            var key = raw(row, stem + ".key");
            if (certificate.isPresent() && key.isPresent()) {
                parsed(
                        row,
                        stem + ".crt and " + stem + ".key",
                        () -> KeyedCertificate.parse(decode(certificate.get()), decode(key.get())));
                bundle(row);
                return;
            } else if (certificate.isPresent() || key.isPresent()) {
                unreadable.put(
                        row.name(),
                        new PkiException(where(row) + " has " + stem + (key.isEmpty() ? ".crt" : ".key") + " but no "
                                + stem + (key.isEmpty() ? ".key" : ".crt")));
                return;
            }
        }
    }

    private void bundle(Credential row) {
        if (row.isAuthority()) {
            raw(row, row.bundleFile()).ifPresent(text -> {
                try {
                    trusted.put(row.name(), Authority.parseBundle(decode(text)));
                } catch (PkiException | IllegalArgumentException e) {
                    unreadable(row, row.bundleFile(), e);
                }
            });
        }
    }

    private void kubeconfig(Credential row) {
        decoded(row, row.file()).ifPresent(text -> kubeconfigs.put(row.file(), text));
        if (read.add(row.name())) {
            raw(row, row.file())
                    .ifPresent(text -> parsed(
                            row,
                            row.file(),
                            () -> Kubeconfig.parse(decode(text))
                                    .client()
                                    .orElseThrow(() -> new PkiException("no client certificate with key"))));
        }
    }

    private void parsed(Credential row, String file, Supplier<KeyedCertificate> parse) {
        try {
            certificates.put(row.name(), parse.get());
        } catch (PkiException | IllegalArgumentException e) {
            unreadable(row, file, e);
        }
    }

    private void unreadable(Credential row, String file, Exception e) {
        unreadable.put(row.name(), new PkiException(where(row) + ", " + file + ": " + e.getMessage(), e));
    }

    private void signingKeys(Credential row) {
        var publicKey = raw(row, row.publicKeyFile());
        var privateKey = raw(row, row.keyFile());
        if (publicKey.isPresent() && privateKey.isPresent()) {
            try {
                signingKeys = Optional.of(SigningKeys.parse(decode(publicKey.get()), decode(privateKey.get())));
            } catch (PkiException | IllegalArgumentException e) {
                throw corrupt(row, row.publicKeyFile() + " and " + row.keyFile() + ": " + e.getMessage(), e);
            }
        } else if (publicKey.isPresent() || privateKey.isPresent()) {
            throw corrupt(row, (publicKey.isEmpty() ? row.publicKeyFile() : row.keyFile()) + " is missing", null);
        }
    }

    private CorruptSecretException corrupt(Credential row, String what, @Nullable Exception e) {
        var tree = secrets.getOrDefault(row.secret(), JsonObject.EMPTY);
        var ref = tree.has("kind") ? ObjectRef.of(tree) : null;
        return new CorruptSecretException(
                where(row) + ": " + what
                        + "; restore it, or delete the Secret and allow new authorities (allowNewAuthorities) to have it made anew",
                ref,
                e);
    }

    private String where(Credential row) {
        return "Secret "
                + secrets.getOrDefault(row.secret(), JsonObject.EMPTY)
                        .text("metadata", "name")
                        .orElse("<tcp>-" + row.secret());
    }

    /** The value as stored; empty text is nothing, as in the reference. */
    private Optional<String> raw(Credential row, String key) {
        return secrets.getOrDefault(row.secret(), JsonObject.EMPTY)
                .object("data")
                .text(key)
                .filter(value -> !value.isEmpty());
    }

    private Optional<String> decoded(Credential row, String key) {
        try {
            return raw(row, key).map(CredentialReader::decode);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // its certificate is among the unreadable
        }
    }

    private static String decode(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}

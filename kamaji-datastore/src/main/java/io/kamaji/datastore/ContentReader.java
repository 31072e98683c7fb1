package io.kamaji.datastore;

import io.kamaji.api.datastore.ContentRef;
import io.kamaji.api.datastore.SecretKeyReference;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the content references of one datastore and collects everything that is wrong with them. Not thread-safe. */
final class ContentReader {
    private final SecretSource secrets;
    private final Map<String, Optional<Map<String, byte[]>>> read = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    ContentReader(SecretSource secrets) {
        this.secrets = secrets;
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }

    /** The text; empty after a violation. Inline content wins. */
    Optional<String> text(String path, String what, ContentRef ref) {
        var inline = ref.content().filter(text -> !text.isEmpty());
        if (inline.isPresent()) {
            try {
                return Optional.of(utf8(Base64.getMimeDecoder().decode(inline.get())));
            } catch (IllegalArgumentException e) {
                // The value may be a key: it is not repeated.
                return wrong(path + ".content", JsonValue.NULL, what, "the content is not base64");
            }
        }
        if (ref.secretReference().isEmpty()) {
            return wrong(
                    path, JsonValue.NULL, what, "the Secret reference is mandatory when bare content is not specified");
        }
        return fromSecret(path + ".secretReference", what, ref.secretReference().get());
    }

    private Optional<String> fromSecret(String path, String what, SecretKeyReference ref) {
        var name = ref.name().orElse("");
        var namespace = ref.namespace().orElse("");
        if (name.isEmpty()) {
            return wrong(path + ".name", JsonValue.NULL, what, "the Secret reference name is mandatory");
        }
        if (namespace.isEmpty()) {
            return wrong(path + ".namespace", JsonValue.NULL, what, "the Secret reference namespace is mandatory");
        }
        var secret = read.computeIfAbsent(namespace + "/" + name, key -> secrets.secret(namespace, name));
        if (secret.isEmpty()) {
            return wrong(path, JsonValue.of(name), what, "secret " + namespace + "/" + name + " is not found");
        }
        var value = secret.get().get(ref.keyPath());
        if (value == null) {
            return wrong(
                    path + ".keyPath",
                    JsonValue.of(ref.keyPath()),
                    what,
                    "secret " + namespace + "/" + name + " has no key " + ref.keyPath());
        }
        return Optional.of(utf8(value));
    }

    /** Adds a violation, in the reference's words: {@code CA certificate is not valid, …}. */
    <T> Optional<T> wrong(String path, JsonValue value, String what, String detail) {
        violations.add(new Violation(path, value, what + " is not valid, " + detail));
        return Optional.empty();
    }

    void missing(String path, String message) {
        violations.add(new Violation(path, JsonValue.NULL, message));
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

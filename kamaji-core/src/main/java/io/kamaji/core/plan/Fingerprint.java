package io.kamaji.core.plan;

import io.kamaji.api.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** How secrets are shown: {@code sha256:} and the first 8 hex digits of the digest of the value. */
final class Fingerprint {
    private Fingerprint() {}

    /** Of a value of a Secret's data, decoded. */
    static String ofBase64(JsonValue value) {
        var text = value.asText().orElse("");
        try {
            return of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException notBase64) {
            return of(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String of(byte[] bytes) {
        return "sha256:" + hex(bytes).substring(0, 8);
    }

    static String sha256(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}

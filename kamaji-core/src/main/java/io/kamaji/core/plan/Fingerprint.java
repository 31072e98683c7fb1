package io.kamaji.core.plan;

import io.kamaji.api.json.JsonValue;
import io.kamaji.core.manifest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

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
        return "sha256:" + Sha256.hex(bytes).substring(0, 8);
    }
}

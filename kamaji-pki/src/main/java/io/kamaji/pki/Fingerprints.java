package io.kamaji.pki;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as text. */
final class Fingerprints {
    private static final int SHORT = 16;

    private Fingerprints() {}

    static String sha256(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** {@code sha256:} and the first 16 hex digits: to tell values apart, not to trust them. */
    static String shortSha256(byte[] bytes) {
        return sha256(bytes).substring(0, "sha256:".length() + SHORT);
    }
}

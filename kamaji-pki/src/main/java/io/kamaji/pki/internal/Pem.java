package io.kamaji.pki.internal;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PEM text (RFC 7468) read leniently and written strictly: 64 columns, line feeds, a final line feed.
 *
 * <p>Reading skips text outside of the blocks and takes any line ends; RFC 1421 headers are kept apart, as they tell an
 * encrypted key. Stateless.
 */
public final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final Pattern HEADER = Pattern.compile("(?m)^\\s*[A-Za-z0-9-]+:.*(\\R[ \\t].*)*$");
    private static final Base64.Encoder ENCODER = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    /** One block: what it says it is, its RFC 1421 headers as text (usually empty) and its content. */
    public record Block(String label, String headers, byte[] der) {
        boolean encrypted() {
            return label.startsWith("ENCRYPTED") || headers.contains("ENCRYPTED");
        }

        @Override
        public String toString() {
            return "Block[" + label + ", " + der.length + " bytes]";
        }
    }

    /** All blocks in their order, at least one. */
    public static List<Block> blocks(String text) throws GeneralSecurityException {
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            blocks.add(block(block.group(1), block.group(2)));
        }
        if (blocks.isEmpty()) {
            throw new GeneralSecurityException(
                    text.isBlank()
                            ? "is empty"
                            : text.contains("-----BEGIN") ? "has a PEM block without its end" : "is not PEM");
        }
        return blocks;
    }

    private static Block block(String label, String body) throws GeneralSecurityException {
        Optional<String> headers =
                HEADER.matcher(body).results().map(m -> m.group()).reduce((a, b) -> a + "\n" + b);
        String base64 = HEADER.matcher(body).replaceAll("").replaceAll("\\s", "");
        try {
            return new Block(label, headers.orElse(""), Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            // the cause would quote characters of the content
            throw new GeneralSecurityException("has a block " + label + " that is not base64");
        }
    }

    /** One block, with a line feed at its end. */
    public static String encode(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + ENCODER.encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}

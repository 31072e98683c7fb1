package io.kamaji.core.manifest;

import java.util.PrimitiveIterator;

/** Texts that are cut where an API server takes no more of them, never within a character. Pure. */
public final class Cut {
    private Cut() {}

    /** As much of a text as takes so many bytes of UTF-8. */
    public static String toBytes(String text, int most) {
        int end = 0;
        int bytes = 0;
        for (PrimitiveIterator.OfInt points = text.codePoints().iterator(); points.hasNext(); ) {
            int point = points.nextInt();
            bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (bytes > most) {
                return text.substring(0, end);
            }
            end += Character.charCount(point);
        }
        return text;
    }

    /** So many characters of a text, as a schema's {@code maxLength} counts them. */
    public static String toCharacters(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most));
    }
}

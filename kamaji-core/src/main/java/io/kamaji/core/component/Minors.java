package io.kamaji.core.component;

import java.util.List;

/**
 * The Kubernetes minors that know something, from the first to the last. In a line of a table two words say it, where not all
 * minors that are judged do: {@code 36} from 1.36 on, {@code ..36} up to 1.36. Immutable.
 *
 * @param first 36 for Kubernetes 1.36; 0: the oldest that is judged
 * @param last the last one that knows it; {@link Integer#MAX_VALUE}: the newest that is judged
 */
public record Minors(int first, int last) {
    private static final String UP_TO = "..";

    static boolean isWord(String word) {
        return word.matches("(\\.\\.)?\\d{1,4}");
    }

    /** Reads them off the words of a line; other words are passed over. */
    public static Minors of(List<String> words) {
        var first = 0;
        var last = Integer.MAX_VALUE;
        for (var word : words) {
            if (isWord(word) && word.startsWith(UP_TO)) {
                last = Integer.parseInt(word.substring(UP_TO.length()));
            } else if (isWord(word)) {
                first = Integer.parseInt(word);
            }
        }
        return new Minors(first, last);
    }

    /** Whether one is among them. */
    public boolean contain(int minor) {
        return first <= minor && minor <= last;
    }

    /** For the end of a sentence on a minor that is not among them: {@code , only from 1.36 on}. */
    public String but(int minor) {
        return minor < first ? ", only from 1." + first + " on" : ", only up to 1." + last;
    }
}

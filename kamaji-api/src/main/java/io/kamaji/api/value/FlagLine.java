package io.kamaji.api.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One flag of a command line as it was written, or a word that is neither a flag nor the value of one. Immutable and
 * thread-safe.
 *
 * @param index where it begins in the list that was read
 * @param name its long name in the program's spelling, {@code --secure-port}; empty text for a word that is no flag
 * @param value what it is set to; empty if none was written, which is not the same as {@code --name=}
 * @param written its words
 */
public record FlagLine(int index, String name, Optional<String> value, List<String> written) {
    private static final Pattern FLAG = Pattern.compile("--?[A-Za-z].*", Pattern.DOTALL);
    private static final int SHORTHAND = 2;

    public FlagLine {
        written = List.copyOf(written);
    }

    /** Reads words as {@link FlagSyntax#DEFAULT} says. */
    public static List<FlagLine> parse(List<String> words) {
        return parse(words, FlagSyntax.DEFAULT);
    }

    /** Reads words as a program does; never fails. */
    public static List<FlagLine> parse(List<String> words, FlagSyntax syntax) {
        var lines = new ArrayList<FlagLine>();
        for (int i = 0; i < words.size(); i++) {
            var line = one(i, words.get(i), syntax);
            if (line.isBare() && !syntax.switches().contains(line.name) && i + 1 < words.size()) {
                var next = words.get(i + 1);
                if (isValue(next)) {
                    line = new FlagLine(i++, line.name, Optional.of(next), List.of(line.written.get(0), next));
                }
            }
            lines.add(line);
        }
        return List.copyOf(lines);
    }

    private static FlagLine one(int index, String word, FlagSyntax syntax) {
        if (!FLAG.matcher(word).matches()) {
            return new FlagLine(index, "", Optional.empty(), List.of(word));
        }
        var shorthand = word.startsWith("--") ? null : syntax.shorthands().get(word.substring(0, SHORTHAND));
        if (shorthand != null && (syntax.style() != FlagSyntax.Style.GO || isAlone(word))) {
            var rest = word.substring(SHORTHAND);
            var value = rest.startsWith("=") ? rest.substring(1) : rest;
            return new FlagLine(
                    index, shorthand, rest.isEmpty() ? Optional.empty() : Optional.of(value), List.of(word));
        }
        var parts = word.split("=", 2);
        return new FlagLine(
                index,
                name(parts[0], syntax.style()),
                parts.length > 1 ? Optional.of(parts[1]) : Optional.empty(),
                List.of(word));
    }

    /** Whether nothing or the value follows a name of one letter. */
    private static boolean isAlone(String word) {
        return word.length() == SHORTHAND || word.charAt(SHORTHAND) == '=';
    }

    private static String name(String written, FlagSyntax.Style style) {
        return switch (style) {
            case KUBERNETES -> written.replace('_', '-');
            case PFLAG -> written;
            case GO -> written.startsWith("--") ? written : "-" + written;
        };
    }

    /** A program would take any word; one that looks like a flag was meant as one. */
    private static boolean isValue(String word) {
        return !FLAG.matcher(word).matches() && !word.equals("--");
    }

    /** The same flag with another value. */
    public FlagLine with(String other) {
        return new FlagLine(index, name, Optional.of(other), List.of(name + "=" + other));
    }

    /** Whether it is a flag at all. */
    public boolean isFlag() {
        return !name.isEmpty();
    }

    /** Whether it is a flag without any value, not even an empty one. */
    public boolean isBare() {
        return isFlag() && value.isEmpty();
    }

    /** As it was written. */
    public String text() {
        return String.join(" ", written);
    }
}

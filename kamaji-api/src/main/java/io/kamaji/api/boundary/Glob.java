package io.kamaji.api.boundary;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Patterns in which {@code *} stands for any text, as one regular expression that Java and RE2, and so CEL, read alike. {@code
 * {namespace}} and {@code {name}} stand for the tenant's.
 */
final class Glob {
    private static final String PLAIN = "-_/=:, ";
    private static final String NAMESPACE = "{namespace}";
    private static final String NAME = "{name}";

    private Glob() {}

    /** With the tenant's names put in; these hold no {@code *}. */
    static String resolved(String pattern, String namespace, String name) {
        return pattern.replace(NAMESPACE, namespace).replace(NAME, name);
    }

    /** Whether any of the patterns is the whole text. */
    static boolean matches(List<String> patterns, String text) {
        return Pattern.matches(regex(patterns), text);
    }

    /** A CEL expression that is true where any of the patterns is the whole text. */
    static String cel(List<String> patterns, String text) {
        var literal = "r'" + regex(patterns) + "'";
        var resolved = literal.replace(quoted(NAMESPACE), "' + object.metadata.namespace + r'")
                .replace(quoted(NAME), "' + object.metadata.name.replace('.', '[.]') + r'");
        return text + ".matches(" + resolved + ")";
    }

    /** Of no pattern, one that nothing matches. */
    private static String regex(List<String> patterns) {
        return patterns.isEmpty()
                ? "^[^\\x00-\\x{10FFFF}]$"
                : patterns.stream().map(Glob::quoted).collect(Collectors.joining("|", "^(?s:", ")$"));
    }

    private static String quoted(String pattern) {
        var quoted = new StringBuilder();
        pattern.codePoints().forEach(c -> {
            if (c == '*') {
                quoted.append(".*");
            } else if (Character.isLetterOrDigit(c) && c < 128 || PLAIN.indexOf(c) >= 0) {
                quoted.appendCodePoint(c);
            } else {
                quoted.append("\\x{").append(Integer.toHexString(c)).append('}');
            }
        });
        return quoted.toString();
    }
}

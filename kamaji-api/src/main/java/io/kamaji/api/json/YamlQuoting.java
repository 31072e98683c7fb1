package io.kamaji.api.json;

import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.util.regex.Pattern;

/**
 * Which strings are written plain in YAML: those that no reader of YAML 1.1 or 1.2 takes for anything else, such as words, paths,
 * flags, addresses and quantities. Text of several lines is written as a block where a block gives exactly that text.
 */
final class YamlQuoting extends StringQuotingChecker {
    private static final long serialVersionUID = 1L;

    private static final Pattern WORDS = Pattern.compile("(?:--?)?[A-Za-z/_][-A-Za-z0-9_./+=@%,:*~ ()]*");
    private static final Pattern NUMBERS = Pattern.compile("\\d+(?:\\.\\d+){3}(?:/\\d+)?|\\d+(?:m|k|M|G|T|[KMGT]i)");
    private static final Pattern READ_AS_SOMETHING_ELSE =
            Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null|.*: .*|.* |.*:");
    private static final Pattern BLOCK = Pattern.compile("[!-~][ -~]*+(?:\\n(?: *+[!-~]++(?: ++[!-~]++)*+)?+)*+\\n?");

    @Override
    public boolean needToQuoteName(String name) {
        return !isPlain(name);
    }

    @Override
    public boolean needToQuoteValue(String value) {
        return !isPlain(value);
    }

    private static boolean isPlain(String text) {
        return NUMBERS.matcher(text).matches()
                || WORDS.matcher(text).matches()
                        && !READ_AS_SOMETHING_ELSE.matcher(text).matches();
    }

    /** A block keeps at most one line break at its end without further marks. */
    static boolean isBlock(String text) {
        return BLOCK.matcher(text).matches() && !text.endsWith("\n\n");
    }
}

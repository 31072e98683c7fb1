package io.kamaji.api.value;

import java.util.Map;
import java.util.Set;

/**
 * How a program reads its command line. Immutable and thread-safe. Sources: Go's {@code flag} package, spf13/pflag, and
 * Kubernetes' own normalisation of names.
 *
 * @param style whose rules it follows
 * @param switches flags that take no value of their own word, by their long names: {@code --profiling}
 * @param shorthands long names by the short ones: {@code -v} is {@code --v}
 */
public record FlagSyntax(Style style, Set<String> switches, Map<String, String> shorthands) {

    /** Whose rules a program follows. */
    public enum Style {
        /** Kubernetes' components: as {@link #PFLAG}, and {@code _} in a name is {@code -}. */
        KUBERNETES,
        /** Two dashes before a name, one before a shorthand of a letter. */
        PFLAG,
        /** One dash or two before any name. */
        GO
    }

    /** Of a component of Kubernetes whose flags are not known: one without {@code =} takes a following word that is no flag. */
    public static final FlagSyntax DEFAULT =
            new FlagSyntax(Style.KUBERNETES, Set.of(), Map.of("-v", "--v", "-h", "--help"));

    public FlagSyntax {
        switches = Set.copyOf(switches);
        shorthands = Map.copyOf(shorthands);
    }
}

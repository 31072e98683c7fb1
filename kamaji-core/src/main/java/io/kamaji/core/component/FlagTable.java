package io.kamaji.core.component;

import io.kamaji.api.value.FlagSyntax;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The flags that a program knows. A resource: in the first line its name and {@link FlagSyntax.Style}, then a flag in each
 * line, followed by its {@link Minors}, by {@code switch} if it takes no word of its own as its value, and by its shorthand.
 * Immutable and thread-safe.
 */
public final class FlagTable {
    private final String program;
    private final Map<String, Minors> flags = new HashMap<>();
    private final FlagSyntax syntax;

    private FlagTable(List<String> lines) {
        var head = lines.get(0).split(" ");
        var switches = new HashSet<String>();
        var shorthands = new HashMap<String, String>();
        for (var line : lines.subList(1, lines.size())) {
            var words = List.of(line.split(" "));
            var name = words.get(0);
            flags.put(name, Minors.of(words));
            for (var word : words.subList(1, words.size())) {
                if (word.equals("switch")) {
                    switches.add(name);
                } else if (word.startsWith("-")) {
                    shorthands.put(word, name);
                } else if (!Minors.isWord(word)) {
                    throw new IllegalArgumentException("no word of a table of flags: " + line);
                }
            }
        }
        program = head[0];
        syntax = new FlagSyntax(FlagSyntax.Style.valueOf(head[1].toUpperCase(Locale.ROOT)), switches, shorthands);
    }

    /**
     * Reads a resource that lies beside a class.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static FlagTable read(Class<?> beside, String resource) {
        try (var in = beside.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + resource + " beside " + beside.getName());
            }
            return new FlagTable(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Name of the program. */
    public String program() {
        return program;
    }

    /** How the program reads its command line. */
    public FlagSyntax syntax() {
        return syntax;
    }

    /** Names of all flags. */
    public Set<String> names() {
        return Set.copyOf(flags.keySet());
    }

    /** The Kubernetes minors that know a flag; empty: none does. */
    public Optional<Minors> minors(String flag) {
        return Optional.ofNullable(flags.get(flag));
    }

    /** Whether a flag takes no word of its own as its value. */
    public boolean isSwitch(String flag) {
        return syntax.switches().contains(flag);
    }

    @Override
    public String toString() {
        return "flags of " + program;
    }
}

package io.kamaji.core.component;

import io.kamaji.api.value.FlagLine;
import io.kamaji.api.value.FlagSyntax;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The flags of a container: ours and the user's, merged by a declared precedence.
 *
 * <p>Three kinds of ours: <i>defaults</i> always yield to the user, <i>locked</i> ones never do, the rest
 * ({@link Builder#set}) as the precedence says. A user's flag that loses with another value is a warning. A flag is the
 * same in each spelling that the program takes for it. Immutable; not sensitive to the order of maps.
 */
public final class Flags {

    /** Who wins where both set a flag. */
    public enum Precedence {
        /** Ours; the user's other flags follow ours as they were written. */
        MANAGED_WINS_USER_LAST,
        /** Ours; all sorted by name, the last of the user's duplicates counts. */
        MANAGED_WINS,
        /** The user's; all sorted by name, the last of the user's duplicates counts. */
        USER_WINS
    }

    private static final String GATES = "--feature-gates";

    private final List<String> arguments;
    private final List<String> warnings;
    private final Map<String, String> values;

    private Flags(List<String> arguments, List<String> warnings, Map<String, String> values) {
        this.arguments = List.copyOf(arguments);
        this.warnings = List.copyOf(warnings);
        this.values = Map.copyOf(values);
    }

    /** The merged command line, in canonical order. */
    public List<String> arguments() {
        return arguments;
    }

    /** The user's flags that lost. */
    public List<String> warnings() {
        return warnings;
    }

    /** The merged value of a flag; {@code true} for a bare one. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** A builder without flags. */
    public static Builder builder(Precedence precedence) {
        return new Builder(precedence);
    }

    /** Builds {@link Flags}; not thread-safe. */
    public static final class Builder {
        private final Precedence precedence;
        private final Map<String, String> defaults = new TreeMap<>();
        private final Map<String, String> managed = new TreeMap<>();
        private final Map<String, String> locked = new TreeMap<>();
        private final Set<String> gates = new LinkedHashSet<>();
        private List<FlagLine> user = List.of();
        private String userPath = "extraArgs";

        private Builder(Precedence precedence) {
            this.precedence = precedence;
        }

        /** A flag of ours; empty text is a value, too. */
        public Builder set(String name, String value) {
            managed.put(name, value);
            return this;
        }

        /** Flags of ours with values as they are meant: in arguments {@code $(…)} is expanded and {@code $$} is a dollar sign. */
        public Builder setLiteral(Map<String, String> flags) {
            flags.forEach((name, value) -> set(name, value.replace("$", "$$")));
            return this;
        }

        /** A flag of ours that yields to the user's. */
        public Builder setDefault(String name, String value) {
            defaults.put(name, value);
            return this;
        }

        /** A flag of ours that never yields. */
        public Builder lock(String name, String value) {
            locked.put(name, value);
            return this;
        }

        /** Takes a flag of ours away. */
        public Builder remove(String name) {
            List.of(defaults, managed, locked).forEach(flags -> flags.remove(name));
            return this;
        }

        /** The user's flags as written, read as a component of Kubernetes does. */
        public Builder user(String path, List<String> arguments) {
            return user(path, arguments, FlagSyntax.DEFAULT);
        }

        /** The user's flags as written, read as the program does. */
        public Builder user(String path, List<String> arguments, FlagSyntax syntax) {
            userPath = path;
            user = FlagLine.parse(arguments, syntax);
            return this;
        }

        /** Changes the value that the user gives a flag, where it is given first, so that items of ours stay in a list. */
        public Builder adapt(String name, UnaryOperator<String> change) {
            var all = new ArrayList<>(user);
            user.stream()
                    .filter(line -> line.name().equals(name) && line.value().isPresent())
                    .findFirst()
                    .ifPresent(line -> all.set(
                            all.indexOf(line),
                            line.with(change.apply(line.value().get()))));
            user = List.copyOf(all);
            return this;
        }

        /** Feature gates of ours, each {@code Name=false}, beside the user's; one that the user names is the user's. */
        public Builder gates(List<String> ours) {
            gates.addAll(ours);
            return this;
        }

        /** Whether the user gives a flag. */
        public boolean userHas(String name) {
            return user.stream().anyMatch(flag -> flag.name().equals(name));
        }

        /** Merges. */
        public Flags build() {
            var userWins = precedence == Precedence.USER_WINS;
            Predicate<String> forbidden = name -> locked.containsKey(name) || (!userWins && managed.containsKey(name));
            var merged = new TreeMap<>(defaults);
            var lines = withGates(merged);
            merged.putAll(managed);
            merged.putAll(locked);
            var warnings = new ArrayList<String>();
            var trailing = new ArrayList<String>();
            var values = new HashMap<String, String>();
            var bare = new TreeSet<String>();
            for (var flag : lines) {
                var value = flag.value().orElse("true");
                if (!flag.isFlag()) {
                    trailing.addAll(flag.written());
                } else if (forbidden.test(flag.name())) {
                    if (!value.equals(merged.get(flag.name()))) {
                        warnings.add(userPath + ": " + flag.text() + " is left out, Kamaji sets " + flag.name() + "="
                                + merged.get(flag.name()));
                    }
                } else if (precedence == Precedence.MANAGED_WINS_USER_LAST) {
                    merged.remove(flag.name());
                    trailing.addAll(flag.written());
                    values.put(flag.name(), value);
                } else {
                    merged.put(flag.name(), value);
                    bare.remove(flag.name());
                    if (flag.isBare()) {
                        bare.add(flag.name());
                    }
                }
            }
            values.putAll(merged);
            var arguments = new ArrayList<String>();
            merged.forEach((name, value) -> arguments.add(bare.contains(name) ? name : name + "=" + value));
            arguments.addAll(trailing);
            return new Flags(arguments, warnings, values);
        }

        /** The user's flags with our gates in the last one that gives gates; a default of ours if there is none. */
        private List<FlagLine> withGates(Map<String, String> defaults) {
            var given = user.stream()
                    .filter(line -> line.name().equals(GATES) && line.value().isPresent())
                    .toList();
            var named = given.stream()
                    .flatMap(line -> Stream.of(line.value().orElseThrow().split(",")))
                    .map(Builder::gate)
                    .collect(Collectors.toSet());
            var missing =
                    gates.stream().filter(ours -> !named.contains(gate(ours))).collect(Collectors.joining(","));
            if (missing.isEmpty() || given.isEmpty()) {
                if (!missing.isEmpty()) {
                    defaults.put(GATES, missing);
                }
                return user;
            }
            var last = given.get(given.size() - 1);
            var theirs = last.value().orElseThrow();
            var all = new ArrayList<>(user);
            all.set(all.lastIndexOf(last), last.with(theirs.isEmpty() ? missing : theirs + "," + missing));
            return all;
        }

        private static String gate(String setting) {
            return setting.split("=", 2)[0];
        }
    }
}

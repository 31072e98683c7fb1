package io.kamaji.core.component;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The flags of a container: ours and the user's, merged by a declared precedence.
 *
 * <p>Three kinds of ours: <i>defaults</i> always yield to the user, <i>locked</i> ones never do, the rest
 * ({@link Builder#set}) as the precedence says. A user's flag that loses with another value is a warning. Names are
 * compared as Kubernetes does, with {@code _} as {@code -}. Immutable; not sensitive to the order of maps.
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

    /** The merged value of a flag; empty text for a bare one. */
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
        private List<UserFlag> user = List.of();
        private String userPath = "extraArgs";

        private Builder(Precedence precedence) {
            this.precedence = precedence;
        }

        /** A flag of ours; empty text: without a value. */
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

        /** The user's flags as written; one without {@code =} takes a following argument that is no flag as its value. */
        public Builder user(String path, List<String> arguments) {
            userPath = path;
            user = UserFlag.parse(arguments);
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
            merged.putAll(managed);
            merged.putAll(locked);
            var warnings = new ArrayList<String>();
            var trailing = new ArrayList<String>();
            var values = new HashMap<String, String>();
            for (var flag : user) {
                if (forbidden.test(flag.name())) {
                    if (!flag.value().equals(merged.get(flag.name()))) {
                        warnings.add(userPath + ": " + flag.text() + " is left out, Kamaji sets "
                                + text(flag.name(), merged.get(flag.name())));
                    }
                } else if (precedence == Precedence.MANAGED_WINS_USER_LAST) {
                    merged.remove(flag.name());
                    trailing.addAll(flag.written());
                    values.put(flag.name(), flag.value());
                } else {
                    merged.put(flag.name(), flag.value());
                }
            }
            values.putAll(merged);
            var arguments = new ArrayList<String>();
            merged.forEach((name, value) -> arguments.add(text(name, value)));
            arguments.addAll(trailing);
            return new Flags(arguments, warnings, values);
        }
    }

    private static String text(String name, String value) {
        return value.isEmpty() ? name : name + "=" + value;
    }

    private record UserFlag(String name, String value, List<String> written) {

        static List<UserFlag> parse(List<String> arguments) {
            var flags = new ArrayList<UserFlag>();
            for (int i = 0; i < arguments.size(); i++) {
                var argument = arguments.get(i);
                int equals = argument.indexOf('=');
                if (equals >= 0) {
                    flags.add(new UserFlag(
                            name(argument.substring(0, equals)), argument.substring(equals + 1), List.of(argument)));
                } else if (argument.startsWith("-")
                        && i + 1 < arguments.size()
                        && !arguments.get(i + 1).startsWith("-")) {
                    var value = arguments.get(++i);
                    flags.add(new UserFlag(name(argument), value, List.of(argument, value)));
                } else {
                    flags.add(new UserFlag(name(argument), "", List.of(argument)));
                }
            }
            return flags;
        }

        private static String name(String written) {
            return written.replace('_', '-');
        }

        String text() {
            return String.join(" ", written);
        }
    }
}

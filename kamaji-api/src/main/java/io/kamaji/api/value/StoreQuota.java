package io.kamaji.api.value;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How much a tenant may take in its store, written {@code {bytes: {soft: 512Mi, hard: 1Gi}, keys: {hard: 20k}}}, any part of which
 * may be left out. Above a soft limit it is told; above a hard one the tenant's users may only delete. Immutable.
 *
 * @param bytes of live keys and their values
 * @param keys live keys
 */
public record StoreQuota(Limit bytes, Limit keys) {
    /** Any amount. */
    public static final StoreQuota NONE = new StoreQuota(Limit.NONE, Limit.NONE);

    /** What a quota that is given as a text must be. */
    public static final String FORM = "a quota such as {bytes: {soft: 512Mi, hard: 1Gi}, keys: {hard: 20k}}";

    private static final List<String> UNITS = List.of("bytes", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    /** Limits of one amount, at least 1; the soft one is not above the hard one. */
    public record Limit(OptionalLong soft, OptionalLong hard) {
        /** Any amount. */
        public static final Limit NONE = new Limit(OptionalLong.empty(), OptionalLong.empty());

        /** The smaller ones of both. */
        Limit smallest(Limit other) {
            var least = least(hard, other.hard);
            var warned = least(soft, other.soft);
            return new Limit(warned.isPresent() ? least(warned, least) : warned, least);
        }

        private static OptionalLong least(OptionalLong one, OptionalLong other) {
            return LongStream.concat(one.stream(), other.stream()).min();
        }

        private Map<String, Long> said() {
            var said = new LinkedHashMap<String, Long>();
            soft.ifPresent(value -> said.put("soft", value));
            hard.ifPresent(value -> said.put("hard", value));
            return said;
        }
    }

    /**
     * From its tree.
     *
     * @throws IllegalArgumentException if {@link #violations} tells of any
     */
    public static StoreQuota of(JsonObject tree) {
        var wrong = violations("quota", tree);
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(wrong.toString());
        }
        return new StoreQuota(limit(tree.object("bytes")), limit(tree.object("keys")));
    }

    /** From a text; empty if it is none of {@link #FORM}. */
    public static Optional<StoreQuota> parse(String text) {
        try {
            return Optional.of(of(JsonObject.parse(text)));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /** Everything that is wrong with a tree, at a path. */
    public static List<Violation> violations(String path, JsonObject tree) {
        var found = new ArrayList<Violation>();
        unknown(path, tree, List.of("bytes", "keys"), found);
        for (var amount : List.of("bytes", "keys")) {
            var at = path + "." + amount;
            var limits = tree.object(amount);
            tree.get(amount)
                    .filter(value -> value.asObject().isEmpty())
                    .ifPresent(value -> found.add(new Violation(at, value, "must hold soft or hard")));
            unknown(at, limits, List.of("soft", "hard"), found);
            limits.members().forEach((name, value) -> {
                if (number(value).isEmpty()) {
                    found.add(new Violation(at + "." + name, value, "must be a quantity of at least 1, such as 1Gi"));
                }
            });
            var hard = limits.get("hard").flatMap(StoreQuota::number);
            limits.get("soft")
                    .filter(soft -> hard.isPresent()
                            && number(soft).filter(most -> most > hard.get()).isPresent())
                    .ifPresent(soft -> found.add(new Violation(
                            at + ".soft",
                            soft,
                            "must be at most the hard limit, "
                                    + limits.get("hard")
                                            .flatMap(JsonValue::asText)
                                            .orElseGet(() -> String.valueOf(hard.get())))));
        }
        return found;
    }

    private static void unknown(String path, JsonObject tree, List<String> known, List<Violation> found) {
        tree.members().forEach((name, value) -> {
            if (!known.contains(name)) {
                found.add(new Violation(path + "." + name, value, "there is no such part, only " + known));
            }
        });
    }

    private static Limit limit(JsonObject limits) {
        return new Limit(limit(limits, "soft"), limit(limits, "hard"));
    }

    private static OptionalLong limit(JsonObject limits, String name) {
        return limits.get(name)
                .flatMap(StoreQuota::number)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private static Optional<Long> number(JsonValue value) {
        return Quantity.of(value)
                .filter(number -> number.compareTo(BigDecimal.ONE) >= 0 && number.compareTo(MOST) <= 0)
                .map(BigDecimal::longValue);
    }

    /** The smaller limits of both. */
    public StoreQuota smallest(StoreQuota other) {
        return new StoreQuota(bytes.smallest(other.bytes), keys.smallest(other.keys));
    }

    /** Whether it limits nothing. */
    public boolean isNone() {
        return equals(NONE);
    }

    /** Whether anything is refused where it is reached. */
    public boolean isHard() {
        return Stream.of(bytes, keys).anyMatch(limit -> limit.hard().isPresent());
    }

    /** An amount of bytes for people: {@code 1Gi}, {@code 1.4Mi}, {@code 100 bytes}. */
    public static String text(long bytes) {
        if (bytes < 1024) {
            return bytes + " bytes";
        }
        int unit = 0;
        double amount = bytes;
        for (; amount >= 1024 && unit < UNITS.size() - 1; unit++) {
            amount /= 1024;
        }
        var isWhole = bytes % (1L << (10 * unit)) == 0;
        return (isWhole ? String.valueOf((long) amount) : String.format(Locale.ROOT, "%.1f", amount)) + UNITS.get(unit);
    }

    /** As it is written. */
    @Override
    public String toString() {
        var tree = JsonObject.EMPTY;
        tree = bytes.equals(Limit.NONE) ? tree : tree.with("bytes", bytes.said());
        return (keys.equals(Limit.NONE) ? tree : tree.with("keys", keys.said())).toJson();
    }
}

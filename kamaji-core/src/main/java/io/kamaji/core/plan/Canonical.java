package io.kamaji.core.plan;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether two spellings mean the same to an API server: quantities ({@code 0.25} is {@code 250m}) where the API has
 * quantities, numbers given as text where it takes both, and {@code 1} as {@code 1.0}. Where in doubt they are unequal: a
 * dry run tells then. Source: k8s.io/apimachinery resource.Quantity and intstr.IntOrString.
 */
final class Canonical {
    private static final Set<String> QUANTITIES = Set.of("limits", "requests", "sizeLimit", "divisor", "overhead");
    private static final Set<String> INT_OR_STRING =
            Set.of("port", "targetPort", "maxSurge", "maxUnavailable", "minAvailable");
    /** Characters of a quantity or a port; what is longer is none, and would only cost memory ({@code 1e999999999}). */
    private static final int LONGEST = 64;

    private static final Pattern QUANTITY =
            Pattern.compile("([+-]?(?:\\d++\\.?\\d*+|\\.\\d++))(?:[eE]([+-]?\\d{1,3})|([numkMGTPE]|[KMGTPE]i))?");
    private static final Map<String, BigDecimal> SUFFIXES = Map.ofEntries(
            Map.entry("n", BigDecimal.ONE.scaleByPowerOfTen(-9)),
            Map.entry("u", BigDecimal.ONE.scaleByPowerOfTen(-6)),
            Map.entry("m", BigDecimal.ONE.scaleByPowerOfTen(-3)),
            Map.entry("k", BigDecimal.ONE.scaleByPowerOfTen(3)),
            Map.entry("M", BigDecimal.ONE.scaleByPowerOfTen(6)),
            Map.entry("G", BigDecimal.ONE.scaleByPowerOfTen(9)),
            Map.entry("T", BigDecimal.ONE.scaleByPowerOfTen(12)),
            Map.entry("P", BigDecimal.ONE.scaleByPowerOfTen(15)),
            Map.entry("E", BigDecimal.ONE.scaleByPowerOfTen(18)),
            Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
            Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
            Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
            Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
            Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
            Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

    /** How scalars below a field are to be read. */
    enum Reading {
        PLAIN,
        QUANTITY,
        INT_OR_STRING;

        /** How to read what is under a field of this name. */
        Reading under(String field) {
            if (this == QUANTITY || QUANTITIES.contains(field)) {
                return QUANTITY;
            }
            return Canonical.INT_OR_STRING.contains(field) ? INT_OR_STRING : PLAIN;
        }
    }

    private Canonical() {}

    /** Whether the live value says all that the wanted one says: it may have more members, but not more items. */
    static boolean contains(JsonValue live, JsonValue wanted, Reading reading) {
        if (wanted instanceof JsonObject object) {
            return live instanceof JsonObject other
                    && object.members().entrySet().stream()
                            .allMatch(member -> other.get(member.getKey())
                                    .filter(value -> contains(value, member.getValue(), reading.under(member.getKey())))
                                    .isPresent());
        }
        if (wanted instanceof JsonArray array) {
            if (!(live instanceof JsonArray other) || other.size() != array.size()) {
                return false;
            }
            for (int i = 0; i < array.size(); i++) {
                if (!contains(other.get(i), array.get(i), reading)) {
                    return false;
                }
            }
            return true;
        }
        return sameScalar(live, wanted, reading);
    }

    static boolean sameScalar(JsonValue a, JsonValue b, Reading reading) {
        if (a.equals(b)) {
            return true;
        }
        if (a instanceof JsonValue.Numeric x && b instanceof JsonValue.Numeric y) {
            return x.value().compareTo(y.value()) == 0;
        }
        return switch (reading) {
            case PLAIN -> false;
            case INT_OR_STRING -> text(a).isPresent() && text(a).equals(text(b));
            case QUANTITY -> {
                var x = text(a).flatMap(Canonical::quantity);
                var y = text(b).flatMap(Canonical::quantity);
                yield x.isPresent() && y.isPresent() && x.get().compareTo(y.get()) == 0;
            }
        };
    }

    /** The number that a quantity stands for; empty if it is none. */
    static Optional<BigDecimal> quantity(String text) {
        var match = QUANTITY.matcher(text);
        if (text.length() > LONGEST || !match.matches()) {
            return Optional.empty();
        }
        var number = new BigDecimal(match.group(1));
        if (match.group(2) != null) {
            return Optional.of(number.scaleByPowerOfTen(Integer.parseInt(match.group(2))));
        }
        var suffix = match.group(3);
        return Optional.of(suffix == null ? number : number.multiply(SUFFIXES.get(suffix)));
    }

    private static Optional<String> text(JsonValue value) {
        return value instanceof JsonValue.Numeric number
                ? Optional.of(number.value())
                        .filter(n -> Math.abs((long) n.scale()) + n.precision() <= LONGEST)
                        .map(BigDecimal::toPlainString)
                : value.asText();
    }
}

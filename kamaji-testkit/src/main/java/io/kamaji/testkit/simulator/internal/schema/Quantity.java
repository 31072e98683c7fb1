package io.kamaji.testkit.simulator.internal.schema;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Kubernetes quantities in their canonical form: {@code 0.25} is {@code 250m}, {@code 1024Mi} is {@code 1Gi}. Smallest step:
 * 1n, smaller parts are rounded up. Source: the Kubernetes API conventions on resource quantities.
 */
public final class Quantity {
    private static final Pattern FORM =
            Pattern.compile("([+-]?[0-9.]+)(?:([eE][+-]?[0-9]+)|([KMGTPE]i)|([numkMGTPE]))?");
    private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
    private static final List<String> DECIMAL = List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);

    private Quantity() {}

    /**
     * The canonical form.
     *
     * @throws IllegalArgumentException if the text is no quantity
     */
    public static String canonical(String text) {
        var form = FORM.matcher(text.trim());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        }
        var number = new BigDecimal(form.group(1));
        if (form.group(3) != null) {
            return binary(number.multiply(KIBI.pow(BINARY.indexOf(form.group(3)))));
        } else if (form.group(2) != null) {
            return exponent(
                    number.scaleByPowerOfTen(Integer.parseInt(form.group(2).substring(1))));
        }
        var suffix = form.group(4) == null ? "" : form.group(4);
        return decimal(number.scaleByPowerOfTen(3 * (DECIMAL.indexOf(suffix) - 3)));
    }

    private static String binary(BigDecimal value) {
        var whole = value.setScale(0, RoundingMode.UP);
        if (whole.abs().compareTo(KIBI) < 0) {
            return decimal(whole);
        }
        int step = 0;
        while (step < BINARY.size() - 1 && whole.remainder(KIBI).signum() == 0) {
            whole = whole.divide(KIBI);
            step++;
        }
        return whole.toPlainString() + BINARY.get(step);
    }

    private static String decimal(BigDecimal value) {
        var nano = value.scaleByPowerOfTen(9).setScale(0, RoundingMode.UP);
        int step = nano.signum() == 0 ? 3 : 0;
        while (step < DECIMAL.size() - 1
                && nano.signum() != 0
                && nano.remainder(THOUSAND).signum() == 0) {
            nano = nano.divide(THOUSAND);
            step++;
        }
        return nano.toPlainString() + DECIMAL.get(step);
    }

    private static String exponent(BigDecimal value) {
        var plain = value.stripTrailingZeros();
        int exponent = Math.floorDiv(-plain.scale(), 3) * 3;
        return plain.scaleByPowerOfTen(-exponent).toPlainString() + (exponent == 0 ? "" : "e" + exponent);
    }
}

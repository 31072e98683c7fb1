package io.kamaji.api.value;

import io.kamaji.api.json.JsonValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads Kubernetes quantities: {@code 250m}, {@code 1.5Gi}, {@code 1e3}. Source: k8s.io/apimachinery, resource.Quantity. */
public final class Quantity {
    private static final Pattern FORM =
            Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))(?:[eE]([+-]?\\d{1,2})|([numkMGTPE])|([KMGTPE])i)?");
    private static final List<String> DECIMAL = List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
    private static final List<String> BINARY = List.of("", "K", "M", "G", "T", "P", "E");
    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);

    private Quantity() {}

    /** The number that it stands for; empty if it is no quantity. */
    public static Optional<BigDecimal> of(JsonValue value) {
        var form = FORM.matcher(value.asText().orElseGet(value::toJson));
        if (!form.matches()) {
            return Optional.empty();
        }
        var number = new BigDecimal(form.group(1));
        if (form.group(4) != null) {
            return Optional.of(number.multiply(KIBI.pow(BINARY.indexOf(form.group(4)))));
        }
        var suffix = form.group(3) == null ? "" : form.group(3);
        var exponent = form.group(2) == null ? 3 * (DECIMAL.indexOf(suffix) - 3) : Integer.parseInt(form.group(2));
        return Optional.of(number.scaleByPowerOfTen(exponent));
    }
}

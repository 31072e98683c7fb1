package io.kamaji.api.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * What a YAML scalar stands for, as kubectl reads it: nothing is null, {@code yes} and {@code on} are booleans, {@code 0644} is
 * octal; numbers of base 60 and times are text. {@code !!binary} is the UTF-8 text that it encodes. Source: sigs.k8s.io/yaml.
 */
final class YamlScalar {
    private static final String TAG = "tag:yaml.org,2002:";
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE = Set.of("yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE = Set.of("no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Pattern NOT_FINITE = Pattern.compile("[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(?:\\.[0-9]++|[0-9]++(?:\\.[0-9]*+)?)(?:[eE][-+]?[0-9]{1,9})?");
    private static final Pattern INTEGER = Pattern.compile("([-+]?)(0[xX]|0[oO]|0[bB]|0(?=[0-9])|)([0-9a-fA-F]++)");
    private static final Map<String, Integer> RADIX = Map.of("0x", 16, "0o", 8, "0b", 2, "0", 8, "", 10);

    private YamlScalar() {}

    static boolean isMerge(Event key) {
        return key instanceof ScalarEvent scalar
                && (scalar.getTag() == null
                        ? isPlain(scalar) && scalar.getValue().equals("<<")
                        : scalar.getTag().equals(TAG + "merge"));
    }

    private static boolean isPlain(ScalarEvent scalar) {
        return scalar.isPlain();
    }

    /** @throws IllegalArgumentException with line and column, if the tag does not fit or JSON has no such value */
    static JsonValue value(ScalarEvent scalar) {
        var tag = Optional.ofNullable(scalar.getTag()).orElse(isPlain(scalar) ? "" : "!");
        var text = scalar.getValue();
        if (tag.equals(TAG + "binary")) {
            return binary(scalar);
        } else if (!tag.isEmpty() && !Set.of("bool", "int", "float", "null").contains(withoutPrefix(tag))) {
            return new JsonValue.Text(text);
        } else if (NOT_FINITE.matcher(text).matches()) {
            throw YamlReader.refused(scalar, "JSON has no such number");
        }
        var value = resolve(text);
        if (!tag.isEmpty() && !withoutPrefix(tag).equals(kind(value)) && !isWholeFloat(tag, value)) {
            throw YamlReader.refused(scalar, "no " + withoutPrefix(tag));
        }
        return value;
    }

    private static String withoutPrefix(String tag) {
        return tag.startsWith(TAG) ? tag.substring(TAG.length()) : tag;
    }

    private static boolean isWholeFloat(String tag, JsonValue value) {
        return withoutPrefix(tag).equals("float") && kind(value).equals("int");
    }

    private static String kind(JsonValue value) {
        if (value instanceof JsonValue.Numeric number) {
            return number.value().scale() == 0 ? "int" : "float";
        }
        return value == JsonValue.NULL ? "null" : value instanceof JsonValue.Bool ? "bool" : "str";
    }

    private static JsonValue resolve(String text) {
        if (NULLS.contains(text)) {
            return JsonValue.NULL;
        } else if (TRUE.contains(text) || FALSE.contains(text)) {
            return new JsonValue.Bool(TRUE.contains(text));
        } else if (text.length() <= JsonLimits.NUMBER_LENGTH && "+-.0123456789".indexOf(text.charAt(0)) >= 0) {
            var plain = text.charAt(0) == '.' ? text : text.replace("_", "");
            return integer(plain)
                    .or(() -> decimal(plain))
                    .<JsonValue>map(JsonValue.Numeric::new)
                    .orElseGet(() -> new JsonValue.Text(text));
        }
        return new JsonValue.Text(text);
    }

    private static Optional<BigDecimal> integer(String text) {
        var form = INTEGER.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            var radix = RADIX.getOrDefault(form.group(2).toLowerCase(Locale.ROOT), 10);
            return Optional.of(new BigDecimal(new BigInteger(form.group(1) + form.group(3), radix)));
        } catch (NumberFormatException e) { // a digit that the base does not have
            return Optional.empty();
        }
    }

    private static Optional<BigDecimal> decimal(String text) {
        return DECIMAL.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    private static JsonValue binary(ScalarEvent scalar) {
        try {
            var bytes = Base64.getMimeDecoder().decode(scalar.getValue());
            return new JsonValue.Text(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw YamlReader.refused(scalar, "no Base64 of UTF-8 text, and JSON has no bytes");
        }
    }
}

package io.kamaji.api.boundary;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.Locale;
import java.util.function.Function;

/** How a value is read as the one text that patterns are about. */
enum Reading {
    TEXT(SpecPath::text, "string(dyn(%s))"),

    /** {@code host:port} without the port, in small letters. */
    HOST(value -> SpecPath.text(value).split(":", 2)[0].toLowerCase(Locale.ROOT), "%s.split(':')[0].lowerAscii()"),

    /** A reference to an image without tag and digest. */
    REPOSITORY(
            value -> SpecPath.text(value).split("@", 2)[0].replaceFirst(":[^:/]*$", ""),
            "%s.split('@')[0].matches('.*:[^:/]*$') ? %<s.split('@')[0].substring(0,"
                    + " %<s.split('@')[0].lastIndexOf(':')) : %<s.split('@')[0]"),

    /** {@code namespace/name} of a Gateway; without a namespace it is in the tenant's. */
    GATEWAY(
            value -> member(value, "namespace", "{namespace}") + "/" + member(value, "name", ""),
            "(%s.?namespace.orValue(object.metadata.namespace) + '/' + %<s.?name.orValue(''))"),

    /** {@code key=value:effect}, {@code *} for what is left open. */
    TOLERATION(
            value -> member(value, "key", "*") + "="
                    + (member(value, "operator", "Equal").equals("Exists") ? "*" : member(value, "value", "")) + ":"
                    + member(value, "effect", "*"),
            "((%s.?key.orValue('') == '' ? '*' : %<s.key) + '='"
                    + " + (%<s.?operator.orValue('Equal') == 'Exists' ? '*' : %<s.?value.orValue('')) + ':'"
                    + " + (%<s.?effect.orValue('') == '' ? '*' : %<s.effect))");

    private final Function<JsonValue, String> read;
    private final String cel;

    Reading(Function<JsonValue, String> read, String cel) {
        this.read = read;
        this.cel = cel;
    }

    private static String member(JsonValue value, String name, String standard) {
        return value.asObject()
                .orElse(JsonObject.EMPTY)
                .text(name)
                .filter(text -> !text.isEmpty())
                .orElse(standard);
    }

    String text(JsonValue value) {
        return read.apply(value);
    }

    String cel(String value) {
        return "(" + String.format(Locale.ROOT, cel, value) + ")";
    }
}

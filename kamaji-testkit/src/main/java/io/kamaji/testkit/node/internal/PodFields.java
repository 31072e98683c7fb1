package io.kamaji.testkit.node.internal;

import io.kamaji.api.json.JsonObject;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fields of a pod as containers ask for them, and variables expanded as the kubelet does. Stateless. */
final class PodFields {
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\$|\\(([^()]*)\\))");
    private static final Pattern KEYED = Pattern.compile("metadata\\.(labels|annotations)\\['(.*)']");

    private PodFields() {}

    /** {@code $(NAME)} by its value, {@code $$} by {@code $}; a name that is not known stays as it is. */
    static String expand(String text, Map<String, String> variables) {
        return VARIABLE.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1).equals("$") ? "$" : variables.getOrDefault(match.group(2), match.group())));
    }

    /** A {@code fieldRef}; "" for what a process on this machine does not have. */
    static String field(JsonObject pod, String address, String path) {
        var keyed = KEYED.matcher(path);
        if (keyed.matches()) {
            return pod.text("metadata", keyed.group(1), keyed.group(2)).orElse("");
        }
        return switch (path) {
            case "status.podIP", "status.podIPs", "status.hostIP", "status.hostIPs" -> address;
            default -> pod.text(path.split("\\.")).orElse("");
        };
    }
}

package io.kamaji.examples.fleet;

import io.kamaji.api.json.JsonObject;

/**
 * What one tenant was measured to take while nobody used it.
 *
 * @param tenant its name
 * @param profile how it is run
 * @param readyAfter seconds from the first request until it was ready
 * @param millicores CPU time of its processes, thousandths of a core
 * @param resident MiB of memory of its processes, with the pages of programs that tenants on a node share
 * @param own MiB of that which is its own
 * @param writes to its store a second
 * @param keys in its store
 * @param restarts of its containers
 */
record Measure(
        String tenant,
        String profile,
        double readyAfter,
        double millicores,
        double resident,
        double own,
        double writes,
        long keys,
        long restarts) {

    String toLine() {
        return JsonObject.of("tenant", tenant, "profile", profile, "keys", keys, "restarts", restarts)
                .with("readyAfter", text(readyAfter))
                .with("millicores", text(millicores))
                .with("resident", text(resident))
                .with("own", text(own))
                .with("writes", text(writes))
                .toJson();
    }

    static Measure parse(String line) {
        var json = JsonObject.parse(line);
        return new Measure(
                json.text("tenant").orElseThrow(),
                json.text("profile").orElseThrow(),
                number(json, "readyAfter"),
                number(json, "millicores"),
                number(json, "resident"),
                number(json, "own"),
                number(json, "writes"),
                json.number("keys").orElse(0L),
                json.number("restarts").orElse(0L));
    }

    private static String text(double number) {
        return String.format(java.util.Locale.ROOT, "%.3f", number);
    }

    private static double number(JsonObject json, String name) {
        return Double.parseDouble(json.text(name).orElse("0"));
    }
}

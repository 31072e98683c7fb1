package io.kamaji.datastore;

import io.kamaji.api.DataStore;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The endpoints of a datastore: {@code host:port} each, an IPv6 address in brackets, no scheme. Stateless. */
public final class Endpoints {
    private static final Pattern FORM = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\s:/@\\[\\]]+):(\\d{1,5})");
    private static final int LAST_PORT = 65535;

    private Endpoints() {}

    /** What is wrong with them: none at all, or one that is no {@code host:port}. */
    public static List<Violation> validate(DataStore store) {
        var endpoints = store.spec().endpoints().orElse(List.of());
        if (endpoints.isEmpty()) {
            return List.of(new Violation("spec.endpoints", JsonValue.NULL, "at least one endpoint is needed"));
        }
        var found = new ArrayList<Violation>();
        for (int i = 0; i < endpoints.size(); i++) {
            if (!isValid(endpoints.get(i))) {
                found.add(new Violation(
                        "spec.endpoints[" + i + "]",
                        JsonValue.of(endpoints.get(i)),
                        "must be host:port, without scheme, port 1 to " + LAST_PORT));
            }
        }
        return List.copyOf(found);
    }

    private static boolean isValid(String endpoint) {
        var m = FORM.matcher(endpoint);
        if (!m.matches()) {
            return false;
        }
        int port = Integer.parseInt(m.group(2));
        return port > 0 && port <= LAST_PORT;
    }
}

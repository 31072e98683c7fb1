package io.kamaji.core.operator.custom;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.custom.DataStoreCheck.Verdict;
import io.kamaji.core.status.ConditionType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How far a datastore is emptied that drains: condition {@code Drained}. Asks what keeps the first few tenants that are left. */
record Draining(ClusterClient admin) {
    static final String TYPE = "Drained";
    private static final int MOST_NAMED = 10;
    private static final int MOST_REASON = 300;

    /** @param users {@code namespace/name} of who uses it */
    Verdict of(String dataStore, List<String> users) {
        if (users.isEmpty()) {
            return new Verdict(Optional.of(true), "Empty", "no tenant is left: it can be deleted");
        }
        var named = users.stream()
                .limit(MOST_NAMED)
                .map(user -> user + ": " + why(dataStore, user))
                .collect(Collectors.joining("; "));
        var count = users.size() == 1 ? "1 tenant is left" : users.size() + " tenants are left";
        var more = users.size() > MOST_NAMED ? "; and " + (users.size() - MOST_NAMED) + " more" : "";
        return new Verdict(Optional.of(false), "Draining", count + ": " + named + more);
    }

    private String why(String dataStore, String user) {
        var reason =
                admin.get(tenant(user)).map(tenant -> why(dataStore, tenant)).orElse("gone");
        return reason.length() > MOST_REASON ? reason.substring(0, MOST_REASON) + "…" : reason;
    }

    private static String why(String dataStore, JsonObject tenant) {
        if (!tenant.text("status", "storage", "dataStoreName").equals(Optional.of(dataStore))) {
            return tenant.text("spec", "dataStore").equals(Optional.of(dataStore))
                    ? "spec.dataStore names it"
                    : "spec.dataStoreOverrides names it";
        }
        var status = tenant.object("status");
        return Stream.of(ConditionType.PAUSED, ConditionType.MIGRATED, ConditionType.READY)
                .map(type -> WireCondition.find(status, type.toString()))
                .filter(condition -> !condition.isEmpty())
                .findFirst()
                .flatMap(condition -> condition.text("message"))
                .filter(message -> !message.isEmpty())
                .orElse("is to be looked at");
    }

    static ObjectRef tenant(String user) {
        var parts = user.split("/", 2);
        return ResourceTypes.TENANT_CONTROL_PLANE.ref(parts[0], parts[1]);
    }
}

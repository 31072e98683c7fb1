package io.kamaji.core.observe;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.Labels;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.Sha256;
import io.kamaji.core.plan.Planner;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Kamaji has in a tenant's own cluster, seen from afar: equal to an earlier glimpse as long as none of it was changed,
 * made or deleted since. The first 128 bits of a SHA-256 over kinds, names, uids and resourceVersions. Immutable.
 *
 * <p>It sees what is of the declared kinds and has our label; an object is ours if Kamaji applied it. Nothing
 * needs to be known of the tenant's spec. A change of status counts too, so that conditions that speak of pods are looked at again.
 */
public record TenantFingerprint(long high, long low) {

    /** Looks: one metadata-only list for each type; whatever we render for a tenant carries the label. */
    public static TenantFingerprint of(ClusterClient tenant, Set<ResourceType> types) {
        var seen = new TreeSet<String>();
        for (var type : types) {
            list(tenant, type).stream()
                    .filter(TenantFingerprint::isOurs)
                    .forEach(object -> seen.add(type.kind() + " " + identity(object)));
        }
        var digest = ByteBuffer.wrap(Sha256.of(String.join("\n", seen)));
        return new TenantFingerprint(digest.getLong(), digest.getLong());
    }

    private static List<JsonObject> list(ClusterClient tenant, ResourceType type) {
        try {
            return tenant.list(new ListRequest(type, Optional.empty(), Labels.COMPONENT, true))
                    .items();
        } catch (ClusterException e) {
            if (e.isNotFound()) {
                return List.of(); // not served, so there is none
            }
            throw e;
        }
    }

    private static boolean isOurs(JsonObject object) {
        return object.array("metadata", "managedFields")
                .objects()
                .anyMatch(entry -> entry.text("manager").equals(Optional.of(Planner.MANAGER)));
    }

    private static String identity(JsonObject object) {
        var metadata = object.object("metadata");
        return String.join(
                " ",
                metadata.text("namespace").orElse(""),
                metadata.text("name").orElse(""),
                metadata.text("uid").orElse(""),
                metadata.text("resourceVersion").orElse(""));
    }

    @Override
    public String toString() {
        return "%016x%016x".formatted(high, low);
    }
}

package io.kamaji.core.reconcile;

import io.kamaji.api.KamajiException;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ResourceType;
import io.kamaji.core.cluster.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.plan.Ownership;
import io.kamaji.core.plan.Planner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What Kamaji has in a tenant's own cluster, seen from afar: equal to an earlier glimpse as long as none of it was changed,
 * made or deleted since. The first 128 bits of a SHA-256 over kinds, names, uids and resourceVersions. Immutable.
 *
 * <p>It sees what the built-in components have there. An object is ours if Kamaji applied it; nothing needs to be known of
 * the tenant's spec. A change of status counts too, so that conditions that speak of pods are looked at again.
 */
public record TenantGlimpse(long high, long low) {
    private static final String SYSTEM = "kube-system";
    private static final String PUBLIC = "kube-public";

    /** All requests that it takes: the bootstrap objects carry no label of ours, the add-ons' do. */
    private static final List<ListRequest> LISTS = List.of(
            all(ResourceTypes.CONFIG_MAP, PUBLIC),
            all(ResourceTypes.ROLE, PUBLIC),
            all(ResourceTypes.ROLE_BINDING, PUBLIC),
            all(ResourceTypes.CONFIG_MAP, SYSTEM),
            all(ResourceTypes.ROLE, SYSTEM),
            all(ResourceTypes.ROLE_BINDING, SYSTEM),
            labelled(ResourceTypes.SERVICE),
            labelled(ResourceTypes.SERVICE_ACCOUNT),
            labelled(ResourceTypes.DEPLOYMENT),
            labelled(ResourceTypes.DAEMON_SET),
            list(ResourceTypes.CLUSTER_ROLE, Optional.empty(), ""),
            list(ResourceTypes.CLUSTER_ROLE_BINDING, Optional.empty(), ""));

    /** Looks: twelve metadata-only lists. */
    static TenantGlimpse of(ClusterClient tenant) {
        var seen = new TreeSet<String>();
        for (var request : LISTS) {
            tenant.list(request).items().stream()
                    .filter(TenantGlimpse::isOurs)
                    .forEach(object -> seen.add(request.type().kind() + " " + identity(object)));
        }
        var digest = ByteBuffer.wrap(sha256().digest(String.join("\n", seen).getBytes(StandardCharsets.UTF_8)));
        return new TenantGlimpse(digest.getLong(), digest.getLong());
    }

    private static ListRequest all(ResourceType type, String namespace) {
        return list(type, Optional.of(namespace), "");
    }

    private static ListRequest labelled(ResourceType type) {
        return list(type, Optional.of(SYSTEM), Ownership.selector(Target.TENANT, ""));
    }

    private static ListRequest list(ResourceType type, Optional<String> namespace, String selector) {
        return new ListRequest(type, namespace, selector, true);
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

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new KamajiException("this Java has no SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "%016x%016x".formatted(high, low);
    }
}

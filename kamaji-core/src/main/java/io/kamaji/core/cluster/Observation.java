package io.kamaji.core.cluster;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.ResourceType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One look at a tenant's objects in one cluster: what was seen, and what could not be looked at. Immutable.
 *
 * @param observed what was seen
 * @param warnings kinds that the cluster does not serve or does not let us see
 * @param unserved those of them that it does not serve
 */
public record Observation(Observed observed, List<String> warnings, Set<ResourceType> unserved) {

    public Observation {
        warnings = List.copyOf(warnings);
        unserved = Set.copyOf(unserved);
    }

    /**
     * Looks: one list per type, and one GET for each of the names that no list had.
     *
     * @param namespace empty: all namespaces
     * @param required types whose list must succeed
     * @param optional types whose list may be refused (403) or unknown (404): a warning then
     * @param names objects to ask for by name, as they may lack the label: a user's own {@code <tcp>-ca}, and whatever is
     *     about to be created
     * @throws ClusterException if a list or a GET fails
     */
    public static Observation of(
            ClusterClient client,
            String namespace,
            String labelSelector,
            Set<ResourceType> required,
            Set<ResourceType> optional,
            Set<ObjectRef> names) {
        var objects = new LinkedHashMap<ObjectRef, JsonObject>();
        var warnings = new ArrayList<String>();
        var unserved = new LinkedHashSet<ResourceType>();
        for (var type : required) {
            add(objects, list(client, type, namespace, labelSelector));
        }
        for (var type : optional) {
            try {
                add(objects, list(client, type, namespace, labelSelector));
            } catch (ClusterException e) {
                if (e.code() != 403 && !e.isNotFound()) {
                    throw e;
                }
                if (e.isNotFound()) {
                    unserved.add(type);
                }
                warnings.add(type.kind() + " objects can't be seen and are left alone: " + e.getMessage());
            }
        }
        for (var ref : names) {
            if (!objects.containsKey(ref)) {
                client.get(ref).ifPresent(object -> objects.put(ref, object));
            }
        }
        return new Observation(new Observed(objects), warnings, unserved);
    }

    private static List<JsonObject> list(ClusterClient client, ResourceType type, String namespace, String selector) {
        var in = namespace.isEmpty() || !type.namespaced() ? Optional.<String>empty() : Optional.of(namespace);
        return client.list(new ClusterClient.ListRequest(type, in, selector, false))
                .items();
    }

    private static void add(LinkedHashMap<ObjectRef, JsonObject> objects, List<JsonObject> listed) {
        listed.forEach(object -> objects.put(ObjectRef.of(object), object));
    }
}

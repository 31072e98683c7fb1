package io.kamaji.core.observe;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.datastore.Usage;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a tenant takes of the cluster that hosts it and of its store, at one moment. Immutable.
 *
 * @param tenant whose
 * @param pods those that are there and have not ended; 0 for a tenant that sleeps
 * @param containers by name, of all pods together
 * @param stored what it has in its store; empty where that can't be told
 * @param addresses of load balancers that are held for it
 */
public record TenantCost(
        ObjectRef tenant,
        int pods,
        SortedMap<String, ContainerCost> containers,
        Optional<Usage> stored,
        List<String> addresses) {
    private static final ResourceType POD_METRICS =
            new ResourceType("metrics.k8s.io/v1beta1", "PodMetrics", "pods", true);
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");
    private static final ContainerCost NOTHING = ContainerCost.of(JsonObject.EMPTY, JsonObject.EMPTY);

    public TenantCost {
        containers = Collections.unmodifiableSortedMap(new TreeMap<>(containers));
        addresses = List.copyOf(addresses);
    }

    /** What is seen of a tenant; three lists. Usage is left out where the cluster serves none. */
    public static TenantCost at(TenantObjects names, ClusterClient admin, Optional<Usage> stored) {
        var pods = list(names, admin, ResourceTypes.POD).stream()
                .filter(pod ->
                        pod.text("status", "phase").filter(ENDED::contains).isEmpty())
                .toList();
        var used = usage(names, admin);
        var containers = new TreeMap<String, ContainerCost>();
        for (var pod : pods) {
            var measured = used.getOrDefault(pod.text("metadata", "name").orElse(""), Map.of());
            running(pod).forEach(container -> {
                var name = container.text("name").orElse("");
                var cost =
                        ContainerCost.of(container.object("resources"), measured.getOrDefault(name, JsonObject.EMPTY));
                containers.merge(name, cost, ContainerCost::plus);
            });
        }
        var addresses = list(names, admin, ResourceTypes.SERVICE).stream()
                .flatMap(service ->
                        service.array("status", "loadBalancer", "ingress").objects())
                .flatMap(ingress -> ingress.text("ip").or(() -> ingress.text("hostname")).stream())
                .distinct()
                .sorted()
                .toList();
        return new TenantCost(names.ref(), pods.size(), containers, stored, addresses);
    }

    /** All containers together. */
    public ContainerCost total() {
        return containers.values().stream().reduce(ContainerCost::plus).orElse(NOTHING);
    }

    /** Containers, and init containers that go on beside them; the others have ended. */
    private static Stream<JsonObject> running(JsonObject pod) {
        var sidecars = pod.array("spec", "initContainers")
                .objects()
                .filter(container -> container.text("restartPolicy").equals(Optional.of("Always")));
        return Stream.concat(sidecars, pod.array("spec", "containers").objects());
    }

    private static Map<String, Map<String, JsonObject>> usage(TenantObjects names, ClusterClient admin) {
        var pods = new HashMap<String, Map<String, JsonObject>>();
        try {
            for (var metrics : list(names, admin, POD_METRICS)) {
                var containers = new HashMap<String, JsonObject>();
                metrics.array("containers")
                        .objects()
                        .forEach(container ->
                                containers.put(container.text("name").orElse(""), container.object("usage")));
                pods.put(metrics.text("metadata", "name").orElse(""), containers);
            }
        } catch (ClusterException notServed) {
            return Map.of(); // no metrics server, one that is down, or one that we may not ask
        }
        return pods;
    }

    private static List<JsonObject> list(TenantObjects names, ClusterClient admin, ResourceType type) {
        return admin.list(ListRequest.of(type, names.namespace(), names.selector()))
                .items();
    }

    @Override
    public String toString() {
        var total = total();
        return tenant.namespace().orElse("") + "/" + tenant.name() + ": " + pods + (pods == 1 ? " pod" : " pods")
                + ", requests " + total.requestedCpu() + "m and " + mebibytes(total.requestedMemory())
                + text(", uses ", total.usedCpu(), "m")
                + (total.usedMemory().isPresent()
                        ? " and " + mebibytes(total.usedMemory().getAsLong())
                        : "")
                + stored.map(usage -> ", stores " + usage.keys() + " keys of " + kibibytes(usage.bytes()))
                        .orElse("")
                + (addresses.isEmpty() ? "" : ", holds " + String.join(", ", addresses));
    }

    private static String text(String before, OptionalLong number, String unit) {
        return number.isPresent() ? before + number.getAsLong() + unit : "";
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    private static String kibibytes(long bytes) {
        return ((bytes + 1023) >> 10) + " KiB";
    }
}

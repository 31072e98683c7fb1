package io.kamaji.core.plan;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Handling;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the reference's operator leaves in a tenant and answers for itself: the webhooks by which it limits and freezes
 * writes. Once that operator is gone nobody answers, and the tenant's API server refuses every write that they judge, ours
 * too. So they go before anything is written there. Stateless.
 */
public final class Remnants {
    /** By name, what the names of all its webhooks end with: of somebody else's there may be one of the same name. */
    private static final Map<String, String> WEBHOOKS = new TreeMap<>(Map.of(
            "kamaji-freeze", ".migrate.kamaji.clastix.io",
            "kamaji-write-permissions", ".write-permissions.kamaji.clastix.io"));

    /** Where they are, if there are any; to be looked for by name, as they carry no label. */
    public static final Set<ObjectRef> REFS =
            WEBHOOKS.keySet().stream().map(Remnants::ref).collect(Collectors.toUnmodifiableSet());

    private Remnants() {}

    private static ObjectRef ref(String name) {
        return ResourceTypes.VALIDATING_WEBHOOKS.ref(name);
    }

    /** The deletions of those that were seen. */
    static List<Change> changes(PlanRequest request) {
        var seen = Optional.ofNullable(request.seen().get(Target.TENANT));
        return WEBHOOKS.keySet().stream()
                .flatMap(name -> seen.flatMap(of -> of.observed().get(ref(name))).stream())
                .filter(Remnants::isTheReferences)
                .map(live -> Pruning.deletion(Target.TENANT, ObjectRef.of(live), live, Handling.PLAIN, Set.of()))
                .toList();
    }

    private static boolean isTheReferences(JsonObject live) {
        var ending = WEBHOOKS.get(live.text("metadata", "name").orElse(""));
        var webhooks = live.array("webhooks");
        return !webhooks.isEmpty()
                && webhooks.objects()
                        .allMatch(webhook -> webhook.text("name")
                                .filter(n -> n.endsWith(ending))
                                .isPresent());
    }

    /** What follows from a deletion, if it is one of these. */
    static Optional<String> consequence(Change deletion) {
        return Optional.of(deletion.ref())
                .filter(ref -> deletion.action() == Action.DELETE && REFS.contains(ref))
                .map(ref -> "takes webhook " + ref.name()
                        + " away, for which only the operator answered that made the tenant");
    }
}

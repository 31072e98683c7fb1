package io.kamaji.examples.cli;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.manifest.ResourceTypes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Why a tenant is not ready, as far as the admin cluster knows. */
final class Reason {
    private static final int EVENTS = 10;

    private Reason() {}

    static String of(ObjectRef ref, ClusterClient admin) {
        var tenant = Reading.require(ref, admin);
        var lines = new ArrayList<String>();
        var ready = Reading.condition(tenant, "Ready");
        var isReady = ready.flatMap(condition -> condition.text("status")).equals(Optional.of("True"));
        lines.add(ref.namespace().orElse("") + "/" + ref.name()
                + (isReady
                        ? " is ready"
                        : ready.isEmpty() ? " has no status yet: does an operator run?" : " is not ready"));
        Reading.conditions(tenant).stream()
                .filter(condition -> !condition.text("status").equals(Optional.of("True")))
                .forEach(condition -> lines.add("  " + Reading.condition(condition)));
        pods(ref, admin).forEach(pod -> said(pod, lines));
        events(ref, admin).forEach(event -> lines.add("  event " + event));
        return String.join("\n", lines) + "\n";
    }

    static List<JsonObject> pods(ObjectRef ref, ClusterClient admin) {
        return admin.list(ListRequest.of(
                        ResourceTypes.POD, ref.namespace().orElse(""), "kamaji.clastix.io/name=" + ref.name()))
                .items();
    }

    /** What of a pod is not as it should be. */
    private static void said(JsonObject pod, List<String> lines) {
        var name = "  pod " + pod.text("metadata", "name").orElse("");
        Reading.conditions(pod).stream()
                .filter(condition -> condition.text("type").equals(Optional.of("PodScheduled")))
                .filter(condition -> condition.text("status").equals(Optional.of("False")))
                .forEach(condition ->
                        lines.add(name + ": " + condition.text("message").orElse("not scheduled")));
        for (var statuses : List.of("initContainerStatuses", "containerStatuses")) {
            pod.array("status", statuses).objects().forEach(container -> {
                var where = name + ", container " + container.text("name").orElse("") + ": ";
                container
                        .text("state", "waiting", "reason")
                        .ifPresent(reason -> lines.add(where
                                + reason
                                + container
                                        .text("state", "waiting", "message")
                                        .map(text -> ": " + text)
                                        .orElse("")));
                container
                        .number("restartCount")
                        .filter(count -> count > 0)
                        .ifPresent(count -> lines.add(where + "restarted " + count + " times, last end: "
                                + container
                                        .text("lastState", "terminated", "reason")
                                        .orElse("unknown")));
                container
                        .bool("ready")
                        .filter(is -> !is && container.get("state", "running").isPresent())
                        .ifPresent(is -> lines.add(where + "runs, but is not ready"));
            });
        }
    }

    /** The latest about the tenant and what belongs to it, the last one last. */
    private static List<String> events(ObjectRef ref, ClusterClient admin) {
        var all = admin.list(ListRequest.of(ResourceTypes.EVENT, ref.namespace().orElse(""), "")).items().stream()
                .filter(event ->
                        isAbout(ref.name(), event.text("involvedObject", "name").orElse("")))
                .sorted(Comparator.comparing(Reason::time))
                .map(event -> time(event) + " " + event.text("type").orElse("") + " "
                        + event.text("reason").orElse("") + ": "
                        + event.text("message").orElse("").strip())
                .toList();
        return all.subList(Math.max(0, all.size() - EVENTS), all.size());
    }

    private static boolean isAbout(String tenant, String object) {
        return object.equals(tenant) || object.startsWith(tenant + "-");
    }

    private static String time(JsonObject event) {
        return event.text("lastTimestamp")
                .or(() -> event.text("eventTime"))
                .or(() -> event.text("metadata", "creationTimestamp"))
                .orElse("");
    }
}

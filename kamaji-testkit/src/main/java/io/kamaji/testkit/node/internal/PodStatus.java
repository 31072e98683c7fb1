package io.kamaji.testkit.node.internal;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.testkit.node.RunningPod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/** The status of a pod as its node writes it. Stateless. */
final class PodStatus {
    private PodStatus() {}

    /** The pod as it runs now, for a test to look at. */
    static RunningPod running(PodRunner runner) {
        var processes = new LinkedHashMap<String, Long>();
        Stream.concat(runner.inits().stream(), runner.mains().stream())
                .filter(container -> container.state().pid() > 0)
                .forEach(container ->
                        processes.put(container.name(), container.state().pid()));
        return new RunningPod(
                runner.namespace(),
                runner.name(),
                runner.address(),
                runner.folder(),
                runner.readySince().isPresent(),
                processes,
                of(runner));
    }

    static JsonObject of(PodRunner runner) {
        var ready = runner.readySince().isPresent();
        var ended = !runner.mains().isEmpty() && runner.mains().stream().allMatch(ContainerProcess::isDone);
        var failed =
                runner.mains().stream().anyMatch(container -> container.state().exitCode() != 0);
        var begun = runner.mains().stream()
                .anyMatch(container -> container.state().phase() != ContainerState.Phase.WAITING
                        || container.state().restarts() > 0
                        || container.state().ended().or(container.state()::last).isPresent());
        var phase = runner.isDone() || ended && runner.isInitialized() && !runner.isStopping()
                ? failed ? "Failed" : "Succeeded"
                : begun ? "Running" : "Pending";
        var created = runner.created();
        var unready = new ArrayList<String>();
        runner.mains().stream().filter(c -> !c.state().ready()).forEach(c -> unready.add(c.name()));
        var why = ready ? null : "ContainersNotReady";
        var what = ready ? null : "containers with unready status: " + unready;
        return JsonObject.of(
                "phase",
                phase,
                "conditions",
                JsonArray.of(
                        condition("PodScheduled", true, created, null, null),
                        condition(
                                "Initialized",
                                runner.isInitialized(),
                                created,
                                runner.isInitialized() ? null : "ContainersNotInitialized",
                                null),
                        condition("ContainersReady", ready, runner.readyChanged(), why, what),
                        condition("Ready", ready, runner.readyChanged(), why, what)),
                "hostIP",
                runner.address(),
                "podIP",
                runner.address(),
                "podIPs",
                JsonArray.of(JsonObject.of("ip", runner.address())),
                "startTime",
                ContainerState.text(created),
                "qosClass",
                "BestEffort",
                "initContainerStatuses",
                runner.inits().isEmpty() ? null : statuses(runner.inits()),
                "containerStatuses",
                statuses(runner.mains()));
    }

    private static JsonValue statuses(List<ContainerProcess> containers) {
        return JsonValue.of(containers.stream()
                .map(container -> container
                        .state()
                        .json(container.container().text("image").orElse("")))
                .toList());
    }

    static JsonObject condition(
            String type,
            boolean holds,
            Instant since,
            @org.jspecify.annotations.Nullable String reason,
            @org.jspecify.annotations.Nullable String message) {
        return JsonObject.of(
                "type",
                type,
                "status",
                holds ? "True" : "False",
                "lastTransitionTime",
                ContainerState.text(since),
                "reason",
                reason,
                "message",
                message);
    }
}

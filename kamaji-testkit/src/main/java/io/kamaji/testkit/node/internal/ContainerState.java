package io.kamaji.testkit.node.internal;

import io.kamaji.api.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Where one container stands. Immutable.
 *
 * @param reason of waiting or of having ended
 * @param ended how this run ended, as a {@code terminated} state of the API; only in the phase of that name
 * @param last the same of the run before
 */
record ContainerState(
        String name,
        Phase phase,
        String reason,
        String message,
        long pid,
        Instant since,
        int restarts,
        int exitCode,
        boolean started,
        boolean ready,
        Optional<JsonObject> ended,
        Optional<JsonObject> last) {

    enum Phase {
        WAITING,
        RUNNING,
        TERMINATED
    }

    static ContainerState waiting(String name, String reason) {
        return new ContainerState(
                name,
                Phase.WAITING,
                reason,
                "",
                0,
                Instant.EPOCH,
                0,
                0,
                false,
                false,
                Optional.empty(),
                Optional.empty());
    }

    ContainerState waits(String why, String what) {
        return new ContainerState(
                name, Phase.WAITING, why, what, 0, since, restarts, exitCode, false, false, Optional.empty(), before());
    }

    ContainerState runs(long newPid, Instant at, int restart) {
        return new ContainerState(
                name, Phase.RUNNING, "", "", newPid, at, restart, 0, false, false, Optional.empty(), before());
    }

    ContainerState started(boolean nowStarted, boolean nowReady) {
        return new ContainerState(
                name, phase, reason, message, pid, since, restarts, exitCode, nowStarted, nowReady, ended, last);
    }

    ContainerState ended(int code, Instant at) {
        var why = code == 0 ? "Completed" : "Error";
        var terminated =
                JsonObject.of("exitCode", code, "reason", why, "startedAt", text(since), "finishedAt", text(at));
        return new ContainerState(
                name,
                Phase.TERMINATED,
                why,
                "",
                0,
                since,
                restarts,
                code,
                started,
                false,
                Optional.of(terminated),
                last);
    }

    private Optional<JsonObject> before() {
        return ended.or(() -> last);
    }

    static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** As an entry of {@code containerStatuses}. */
    JsonObject json(String image) {
        var state = switch (phase) {
            case WAITING ->
                JsonObject.of(
                        "waiting", JsonObject.of("reason", reason, "message", message.isEmpty() ? null : message));
            case RUNNING -> JsonObject.of("running", JsonObject.of("startedAt", text(since)));
            case TERMINATED -> JsonObject.of("terminated", ended.orElse(JsonObject.EMPTY));
        };
        return JsonObject.of(
                "name",
                name,
                "image",
                image,
                "imageID",
                "",
                "containerID",
                pid == 0 ? null : "process://" + pid,
                "ready",
                ready,
                "started",
                started,
                "restartCount",
                restarts,
                "state",
                state,
                "lastState",
                last.map(run -> JsonObject.of("terminated", run)).orElse(JsonObject.EMPTY));
    }
}

package io.kamaji.core.migrate;

import io.kamaji.api.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the admin cluster says of a kine's pod; its text form tells why it does not serve and what to do. Immutable.
 *
 * @param pod as it is; empty if there is none
 */
record KinePodState(JsonObject pod) {
    private static final int LONGEST = 600;

    boolean ready() {
        return condition("Ready").flatMap(c -> c.text("status")).equals(Optional.of("True"))
                && !address().isEmpty();
    }

    /** Whether it will never serve any more. */
    boolean ended() {
        return pod.isEmpty()
                || pod.get("metadata", "deletionTimestamp").isPresent()
                || List.of("Failed", "Succeeded").contains(phase());
    }

    /** Its IP address. */
    String address() {
        return pod.text("status", "podIP").orElse("");
    }

    private String phase() {
        return pod.text("status", "phase").orElse("Pending");
    }

    private Optional<JsonObject> condition(String type) {
        return pod.array("status", "conditions")
                .objects()
                .filter(condition -> condition.text("type").equals(Optional.of(type)))
                .findFirst();
    }

    private JsonObject container() {
        return pod.array("status", "containerStatuses").objects().findFirst().orElse(JsonObject.EMPTY);
    }

    private String remedy() {
        if (pod.isEmpty() || pod.get("metadata", "deletionTimestamp").isPresent()) {
            return "Somebody else deleted it, such as a second launch for the same tenant: one at a time.";
        }
        var state = container().object("state");
        if (state.has("waiting")) {
            return "See that nodes can pull the image: the setting kineImage, or a container of the tenant named kine, names"
                    + " it.";
        }
        if (state.has("terminated")) {
            return "See that pods of the admin cluster can reach the store and that it lets the tenant in.";
        }
        return ended() ? "Try again." : "See that a node has room for the pod and that its claim can be mounted.";
    }

    @Override
    public String toString() {
        if (pod.isEmpty()) {
            return "the pod is gone. " + remedy();
        }
        var state = container().object("state");
        var said = Stream.of(
                        Optional.of("the pod is " + phase()),
                        pod.text("status", "reason"),
                        pod.text("status", "message"),
                        condition("PodScheduled").flatMap(scheduled -> scheduled.text("message")),
                        state.text("waiting", "reason"),
                        state.text("waiting", "message"),
                        state.number("terminated", "exitCode").map(code -> "exit code " + code),
                        state.text("terminated", "message"))
                .flatMap(Optional::stream)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        var shown = said.length() <= LONGEST ? said : "…" + said.substring(said.length() - LONGEST);
        return shown + ". " + remedy();
    }
}

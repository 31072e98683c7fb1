package io.kamaji.core.render.internal;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.exposure.Acceptance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Whether Gateways take a route: by the route's status, and, where that says nothing, by what is wrong with the Gateway or its
 * listener. Source: status of gateway.networking.k8s.io/v1.
 *
 * @param parents as they are rendered
 */
record RouteAcceptance(
        String namespace,
        ObjectRef route,
        List<JsonObject> parents,
        Function<ObjectRef, Optional<JsonObject>> observed) {

    /** What keeps one parent from taking the route. */
    private record Refusal(String reason, String message, Optional<Instant> since) {}

    Acceptance verdict() {
        var live = observed.apply(route);
        if (live.isEmpty()) {
            return new Acceptance(route, false, "NotCreated", route.kind() + " " + route.name(), Optional.empty());
        }
        var created = live.get().text("metadata", "creationTimestamp").map(Instant::parse);
        var accepted = new ArrayList<Instant>();
        for (var parent : parents) {
            var refusal = refusal(parent, live.get(), created);
            if (refusal.isPresent()) {
                var why = refusal.get();
                return new Acceptance(route, false, why.reason, why.message, why.since);
            }
            conditions(parent, live.get()).flatMap(c -> since(c).stream()).forEach(accepted::add);
        }
        return new Acceptance(
                route,
                true,
                "Accepted",
                "",
                accepted.stream().max(Comparator.naturalOrder()).or(() -> created));
    }

    private Optional<Refusal> refusal(JsonObject parent, JsonObject live, Optional<Instant> created) {
        var name = ParentGateways.ref(parent, namespace);
        var what = parent.text("kind").orElseThrow() + " " + name.namespace().orElse("") + "/" + name.name();
        var gateway = observed.apply(name);
        if (ParentGateways.isGateway(parent)) {
            if (gateway.isEmpty()) {
                return Optional.of(
                        new Refusal("GatewayNotFound", what + ", which is not there or may not be seen", created));
            }
            var unfit = unfit(parent, gateway.get(), what);
            if (unfit.isPresent()) {
                return unfit;
            }
        }
        var refused = conditions(parent, live)
                .filter(condition -> isOneOf(condition, "Accepted", "ResolvedRefs") && isFalse(condition))
                .findFirst();
        if (refused.isPresent()) {
            return refused.map(condition -> new Refusal(
                    reason(condition),
                    what + " to accept " + route.kind() + " " + route.name() + ": " + text(condition),
                    since(condition).or(() -> created)));
        }
        return conditions(parent, live).anyMatch(condition -> isOneOf(condition, "Accepted"))
                ? Optional.empty()
                : Optional.of(
                        new Refusal("Pending", what + " to accept " + route.kind() + " " + route.name(), created));
    }

    /** What is wrong with the listener that the route asks for, or with the Gateway itself. */
    private static Optional<Refusal> unfit(JsonObject parent, JsonObject gateway, String what) {
        return parent.text("sectionName")
                .flatMap(section -> unfitListener(section, gateway, what))
                .or(() -> unserved(gateway.array("status", "conditions").objects(), what, "Accepted", "Programmed"));
    }

    private static Optional<Refusal> unfitListener(String section, JsonObject gateway, String what) {
        var names = gateway.array("spec", "listeners")
                .objects()
                .flatMap(listener -> listener.text("name").stream())
                .toList();
        if (!names.contains(section)) {
            return Optional.of(new Refusal(
                    "NoMatchingListener",
                    "a listener " + section + " of " + what + ", which has only " + String.join(", ", names),
                    gateway.text("metadata", "creationTimestamp").map(Instant::parse)));
        }
        var conditions = gateway.array("status", "listeners")
                .objects()
                .filter(listener -> listener.text("name").equals(Optional.of(section)))
                .flatMap(listener -> listener.array("conditions").objects());
        return unserved(conditions, "listener " + section + " of " + what, "Accepted", "ResolvedRefs", "Programmed");
    }

    private static Optional<Refusal> unserved(Stream<JsonObject> conditions, String what, String... types) {
        return conditions
                .filter(condition -> isOneOf(condition, types) && isFalse(condition))
                .findFirst()
                .map(condition -> new Refusal(
                        reason(condition),
                        what + ", which its controller does not serve: " + text(condition),
                        since(condition)));
    }

    /** What the controllers of a parent say of the route. */
    private Stream<JsonObject> conditions(JsonObject parent, JsonObject live) {
        return live.array("status", "parents")
                .objects()
                .filter(status -> isSame(parent, status.object("parentRef")))
                .flatMap(status -> status.array("conditions").objects());
    }

    private boolean isSame(JsonObject wanted, JsonObject told) {
        return ParentGateways.ref(wanted, namespace).equals(ParentGateways.ref(told, namespace))
                && Objects.equals(wanted.text("sectionName"), told.text("sectionName"))
                && Objects.equals(wanted.number("port"), told.number("port"));
    }

    private static boolean isOneOf(JsonObject condition, String... types) {
        return List.of(types).contains(condition.text("type").orElse(""));
    }

    private static boolean isFalse(JsonObject condition) {
        return condition.text("status").filter("False"::equals).isPresent();
    }

    private static String reason(JsonObject condition) {
        return condition.text("reason").filter(reason -> !reason.isEmpty()).orElse("NotAccepted");
    }

    private static String text(JsonObject condition) {
        return Stream.of(condition.text("reason"), condition.text("message"))
                .flatMap(Optional::stream)
                .filter(text -> !text.isEmpty())
                .reduce((reason, message) -> reason + ", " + message)
                .orElse("no reason given");
    }

    private static Optional<Instant> since(JsonObject condition) {
        return condition.text("lastTransitionTime").map(Instant::parse);
    }
}

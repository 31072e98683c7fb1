package io.kamaji.core.status;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.exposure.Acceptance;
import io.kamaji.core.exposure.Known;
import io.kamaji.core.observe.Rollout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Predicate;

/** Decides what to do after a pass: what is waited for first comes first. */
final class NextSteps {
    /** Longest wait for an object that a watch tells about as well. */
    private static final Duration WATCHED = Duration.ofSeconds(30);

    /** Longest wait for a front: what is wrong may be elsewhere than in the route, and nothing tells of that. */
    private static final Duration FRONT = Duration.ofSeconds(10);

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration STORE = Duration.ofSeconds(5);

    private NextSteps() {}

    static NextStep of(PassFacts facts) {
        var failure = facts.report().failure();
        if (failure.isPresent()) {
            return NextStep.again(failure.get());
        }
        var store = facts.lacking().problem();
        if (store.isPresent()) {
            return NextStep.retryAfter(STORE, NextStep.afterFailure(store.get()));
        }
        var endpoints = facts.endpointsAfter();
        if (!endpoints.equals(facts.endpoints())) {
            return NextStep.retryAfter(Duration.ZERO, "another pass, now that the address is known");
        }
        var address = endpoints.pending().findFirst();
        if (address.isPresent()) {
            return onAddress(facts, address.get());
        }
        var rollout = facts.rollout();
        if (rollout.isEmpty()) {
            return NextStep.retryAfter(SOON, rolloutWait(facts));
        }
        if (!rollout.get().complete()) {
            return NextStep.retryOn(
                    NextStep.Watched.of(rollout.get().deployment(), live -> new Rollout(live).complete()),
                    WATCHED,
                    rolloutWait(facts));
        }
        var waits = facts.waits();
        var problem = facts.cluster().problem();
        var refusal = facts.refusal();
        // a tenant whose front does not lead to it can't be asked: the cause is told, not what follows from it
        if (refusal.isPresent() && (waits.isEmpty() || problem.isPresent())) {
            return onFront(facts, refusal.get());
        }
        if (waits.isEmpty()) {
            return NextStep.done();
        }
        // the rollout may have ended within this very pass: what waited for it can go on at once
        var after = facts.report().writes() > 0 && problem.isEmpty() ? Duration.ZERO : SOON;
        return NextStep.retryAfter(after, problem.orElse(String.join(", ", waits)));
    }

    private static NextStep onAddress(PassFacts facts, Known.Pending address) {
        var watched = facts.live(address.object());
        if (watched.isEmpty()) {
            return NextStep.retryAfter(SOON, address.message());
        }
        Predicate<JsonObject> moved = live -> !facts.resolver()
                .apply(ref -> ref.equals(address.object()) ? Optional.of(live) : facts.live(ref))
                .equals(facts.endpoints());
        return NextStep.retryOn(NextStep.Watched.of(watched.get(), moved), WATCHED, address.message());
    }

    private static NextStep onFront(PassFacts facts, Acceptance refusal) {
        var watched = facts.live(refusal.route());
        if (watched.isEmpty()) {
            return NextStep.retryAfter(SOON, refusal.message());
        }
        Predicate<JsonObject> moved = live -> !facts.fronts()
                .apply(ref -> ref.equals(refusal.route()) ? Optional.of(live) : facts.live(ref))
                .equals(facts.acceptances());
        return NextStep.retryOn(NextStep.Watched.of(watched.get(), moved), FRONT, refusal.message());
    }

    static String rolloutWait(PassFacts facts) {
        var rollout = facts.rollout();
        if (rollout.isEmpty()) {
            var waits = new ArrayList<>(facts.plan().waits());
            return waits.isEmpty() ? "the Deployment" : String.join(", ", waits);
        }
        var live = rollout.get();
        return "pods: " + live.ready() + " of " + live.desired() + " ready"
                + live.problem().map(problem -> " (" + problem + ")").orElse("");
    }
}

package io.kamaji.core.reconcile;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.Labels;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.status.NextStep;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Repeats passes until one is done, for callers that want to wait; between passes it watches what they wait for. */
public record PassLoop(ObjectRef subject, ClusterClient admin, InstantSource clock) {

    /**
     * What one pass gave.
     *
     * @param value what the caller gets once it is done
     */
    public record Step<T>(T value, NextStep result) {}

    /**
     * Repeats.
     *
     * @throws KamajiException if the time is over, with what was waited for
     */
    public <T> T until(Duration atMost, Supplier<Step<T>> pass) {
        var end = clock.instant().plus(atMost);
        while (true) {
            var step = pass.get();
            if (!(step.result() instanceof NextStep.Retry retry)) {
                return step.value();
            }
            var left = Duration.between(clock.instant(), end);
            if (left.isNegative() || left.isZero()) {
                throw KamajiException.at(subject, "not done after " + atMost.toSeconds() + " s: " + retry);
            }
            pause(retry, left.compareTo(retry.after()) < 0 ? left : retry.after());
        }
    }

    private void pause(NextStep.Retry retry, Duration atMost) {
        var until = clock.instant().plus(atMost);
        try {
            if (retry.on().isEmpty() || !watched(retry.on().get(), atMost)) {
                sleep(until);
            }
        } catch (ClusterException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            var soon = clock.instant().plusSeconds(1); // the watch could not be had: look again, not too often
            sleep(until.isBefore(soon) ? until : soon);
        }
    }

    /** Whether there was anything to watch; returns when it changed in a way that is worth another pass. */
    private boolean watched(NextStep.Watched on, Duration atMost) {
        var type = ResourceTypes.of(on.ref().apiVersion(), on.ref().kind());
        type.ifPresent(resource -> admin.watch(
                new ListRequest(resource, on.ref().namespace(), Labels.NAME, false),
                on.resourceVersion(),
                atMost,
                on::ends));
        return type.isPresent();
    }

    private void sleep(Instant until) {
        var left = Duration.between(clock.instant(), until).toMillis();
        if (left > 0) {
            try {
                Thread.sleep(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw KamajiException.at(subject, "interrupted while waiting").cause(e);
            }
        }
    }
}

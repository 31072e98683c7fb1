package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.ProbeSet;
import io.kamaji.api.tenant.ProbeSpec;
import io.kamaji.api.tenant.Probes;
import io.kamaji.core.component.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The probes of a container. Built in: start-up each second (120 failures, time-out 1 second); readiness each 10 seconds
 * (3 failures, time-out 1 second), which costs no speed, as the kubelet asks it at once when start-up is over, and asked each
 * second it is a sixth of an idle tenant's CPU; liveness as kubeadm's, each 10 seconds (8 failures, time-out 15 seconds): on a
 * busy node a healthy API server answers late, and one killed for that makes the others later. A probe of which the spec sets
 * any field starts from the reference's time-out 1, period 10 and 3 failures instead, so that a number in a manifest means
 * what it always meant.
 */
enum Probe {
    LIVENESS("livenessProbe", 15, 10, 8, Probes::liveness, ProbeSet::liveness),
    READINESS("readinessProbe", 1, 10, 3, Probes::readiness, ProbeSet::readiness),
    STARTUP("startupProbe", 1, 1, 120, Probes::startup, ProbeSet::startup);

    private static final int REFERENCE_TIMEOUT = 1;
    private static final int REFERENCE_PERIOD = 10;
    private static final int REFERENCE_FAILURES = 3;

    private final String field;
    private final int timeout;
    private final int period;
    private final int failures;
    private final Function<Probes, Optional<ProbeSpec>> global;
    private final Function<ProbeSet, Optional<ProbeSpec>> own;

    Probe(
            String field,
            int timeout,
            int period,
            int failures,
            Function<Probes, Optional<ProbeSpec>> global,
            Function<ProbeSet, Optional<ProbeSpec>> own) {
        this.field = field;
        this.timeout = timeout;
        this.period = period;
        this.failures = failures;
        this.global = global;
        this.own = own;
    }

    /** Adds this probe to a container; the container's own settings go over the global ones, field by field. */
    void addTo(
            Container.Builder container,
            String path,
            int port,
            Optional<Probes> probes,
            Function<Probes, Optional<ProbeSet>> component) {
        var specs = new ArrayList<ProbeSpec>();
        probes.flatMap(component).flatMap(own).ifPresent(specs::add);
        probes.flatMap(global).ifPresent(specs::add);
        container.field(field, json(path, port, specs));
    }

    private JsonObject json(String path, int port, List<ProbeSpec> specs) {
        var initialDelay = set(specs, ProbeSpec::initialDelaySeconds);
        var givenTimeout = set(specs, ProbeSpec::timeoutSeconds);
        var givenPeriod = set(specs, ProbeSpec::periodSeconds);
        var success = set(specs, ProbeSpec::successThreshold);
        var givenFailures = set(specs, ProbeSpec::failureThreshold);
        var builtIn = initialDelay.isEmpty()
                && givenTimeout.isEmpty()
                && givenPeriod.isEmpty()
                && success.isEmpty()
                && givenFailures.isEmpty();
        return JsonObject.of("httpGet", JsonObject.of("path", path, "port", port, "scheme", "HTTPS"))
                .with(
                        "initialDelaySeconds",
                        initialDelay.filter(seconds -> seconds != 0)) // the API server drops a zero
                .with("timeoutSeconds", givenTimeout.orElse(builtIn ? timeout : REFERENCE_TIMEOUT))
                .with("periodSeconds", givenPeriod.orElse(builtIn ? period : REFERENCE_PERIOD))
                .with("successThreshold", success.orElse(1))
                .with("failureThreshold", givenFailures.orElse(builtIn ? failures : REFERENCE_FAILURES));
    }

    private static Optional<Integer> set(List<ProbeSpec> specs, Function<ProbeSpec, Optional<Integer>> field) {
        return specs.stream().flatMap(spec -> field.apply(spec).stream()).findFirst();
    }
}

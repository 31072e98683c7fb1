package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.ProbeSet;
import io.kamaji.api.tenant.ProbeSpec;
import io.kamaji.api.tenant.Probes;
import io.kamaji.core.component.Container;
import io.kamaji.core.component.TenantView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The probes of a container. Built in: start-up each second (120 failures, time-out 1 second); readiness each 10 seconds
 * (3 failures, time-out 1 second), which costs no speed, as the kubelet asks it at once when start-up is over, and asked each
 * second it is a sixth of an idle tenant's CPU; liveness as kubeadm's, each 10 seconds (8 failures, time-out 15 seconds): on a
 * busy node a healthy API server answers late, and one killed for that makes the others later. A probe of which the spec sets
 * any field starts from the reference's time-out 1, period 10 and 3 failures instead, so that a number in a manifest means
 * what it always meant. The economy profile asks for liveness each 30 seconds (3 failures, which is as long), and only the
 * API server whether it is ready: nobody is routed to the others, and the kubelet holds a container ready that has started.
 */
enum Probe {
    LIVENESS("livenessProbe", new Numbers(15, 10, 8), new Numbers(15, 30, 3), Probes::liveness, ProbeSet::liveness),
    READINESS("readinessProbe", new Numbers(1, 10, 3), new Numbers(1, 10, 3), Probes::readiness, ProbeSet::readiness),
    STARTUP("startupProbe", new Numbers(1, 1, 120), new Numbers(1, 1, 120), Probes::startup, ProbeSet::startup);

    /** Time-out and period in seconds, and the failures that count. */
    private record Numbers(int timeout, int period, int failures) {}

    private static final Numbers REFERENCE = new Numbers(1, 10, 3);

    private final String field;
    private final Numbers builtIn;
    private final Numbers economical;
    private final Function<Probes, Optional<ProbeSpec>> global;
    private final Function<ProbeSet, Optional<ProbeSpec>> own;

    Probe(
            String field,
            Numbers builtIn,
            Numbers economical,
            Function<Probes, Optional<ProbeSpec>> global,
            Function<ProbeSet, Optional<ProbeSpec>> own) {
        this.field = field;
        this.builtIn = builtIn;
        this.economical = economical;
        this.global = global;
        this.own = own;
    }

    /** Adds this probe to a container; the container's own settings go over the global ones, field by field. */
    void addTo(
            Container.Builder container,
            String path,
            int port,
            TenantView tenant,
            Function<Probes, Optional<ProbeSet>> component) {
        var probes = tenant.deployment().probes();
        var specs = new ArrayList<ProbeSpec>();
        probes.flatMap(component).flatMap(own).ifPresent(specs::add);
        probes.flatMap(global).ifPresent(specs::add);
        if (isGiven(specs)) {
            container.field(field, json(path, port, specs, REFERENCE));
        } else if (!Economy.isOn(tenant)) {
            container.field(field, json(path, port, specs, builtIn));
        } else if (this != READINESS || path.equals(KubeApiServer.READY)) {
            container.field(field, json(path, port, specs, economical));
        }
    }

    private static boolean isGiven(List<ProbeSpec> specs) {
        return specs.stream()
                .anyMatch(spec -> Stream.of(
                                spec.initialDelaySeconds(),
                                spec.timeoutSeconds(),
                                spec.periodSeconds(),
                                spec.successThreshold(),
                                spec.failureThreshold())
                        .anyMatch(Optional::isPresent));
    }

    private static JsonObject json(String path, int port, List<ProbeSpec> specs, Numbers base) {
        return JsonObject.of("httpGet", JsonObject.of("path", path, "port", port, "scheme", "HTTPS"))
                .with(
                        "initialDelaySeconds",
                        set(specs, ProbeSpec::initialDelaySeconds)
                                .filter(seconds -> seconds != 0)) // the API server drops a zero
                .with("timeoutSeconds", set(specs, ProbeSpec::timeoutSeconds).orElse(base.timeout))
                .with("periodSeconds", set(specs, ProbeSpec::periodSeconds).orElse(base.period))
                .with(
                        "successThreshold",
                        set(specs, ProbeSpec::successThreshold).orElse(1))
                .with(
                        "failureThreshold",
                        set(specs, ProbeSpec::failureThreshold).orElse(base.failures));
    }

    private static Optional<Integer> set(List<ProbeSpec> specs, Function<ProbeSpec, Optional<Integer>> field) {
        return specs.stream().flatMap(spec -> field.apply(spec).stream()).findFirst();
    }
}

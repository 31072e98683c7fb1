package io.kamaji.core.metrics;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.tenant.status.TenantControlPlaneStatus;
import io.kamaji.core.event.TenantReported;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** How tenants are, and how long they were what they are no more. Thread-safe. */
final class TenantMeters {
    private static final String DELETING = "Deleting";

    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Rows<ObjectRef> info;
    private final Rows<ObjectRef> status;
    private final Map<ObjectRef, State> states = new ConcurrentHashMap<>();

    /**
     * @param since when it came into the phase
     * @param waiting since when it waits; empty: it does not
     */
    private record State(String phase, Instant since, boolean ready, Optional<Instant> waiting) {}

    TenantMeters(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
        info = new Rows<>(registry, "kamaji.tenant.control.plane.info", "Tenants, and what they are");
        status = new Rows<>(registry, "kamaji.tenant.control.plane.status", "Tenants, and how they are");
        for (var ready : new boolean[] {true, false}) {
            Gauge.builder("kamaji.tenant.control.planes.current", () -> count(ready))
                    .tag("ready", String.valueOf(ready))
                    .description("How many tenants there are")
                    .register(registry);
        }
        Gauge.builder("kamaji.tenants.waiting", () -> waits().count())
                .description("Tenants that wait for something")
                .register(registry);
        Gauge.builder("kamaji.tenants.waiting.longest", this::longest)
                .baseUnit("seconds")
                .description("How long the tenant has been waiting that waits longest")
                .register(registry);
    }

    private Stream<Instant> waits() {
        return states.values().stream().flatMap(state -> state.waiting.stream());
    }

    private double longest() {
        return waits().min(Comparator.naturalOrder())
                .map(since -> Duration.between(since, clock.instant()).toMillis() / 1000.0)
                .orElse(0.0);
    }

    private double count(boolean ready) {
        return states.values().stream().filter(state -> state.ready == ready).count();
    }

    void reported(TenantReported event) {
        var tenant = event.now();
        var known = tenant.status();
        info.fact(
                event.tenant(),
                tags(event.tenant())
                        .and(
                                "kubernetes_version",
                                tenant.spec().kubernetes().version().toString())
                        .and(
                                "datastore_driver",
                                known.flatMap(TenantControlPlaneStatus::storage)
                                        .flatMap(storage -> storage.driver())
                                        .orElse("unknown"))
                        .and(
                                "address",
                                known.flatMap(TenantControlPlaneStatus::controlPlaneEndpoint)
                                        .filter(endpoint -> !endpoint.isEmpty())
                                        .map(endpoint -> "https://" + endpoint)
                                        .orElse(""))
                        .and("exposure_strategy", exposure(tenant)));
        var word = known.flatMap(TenantControlPlaneStatus::kubernetesResources)
                .flatMap(resources -> resources.version())
                .flatMap(version -> version.status())
                .orElse("Unknown");
        var ready = word.equals("Ready");
        status.fact(event.tenant(), tags(event.tenant()).and("status", word, "ready", String.valueOf(ready)));
        states.compute(
                event.tenant(), (ref, before) -> after(event, event.deleting() ? DELETING : word, ready, before));
    }

    private State after(TenantReported event, String phase, boolean ready, State before) {
        var waiting = event.waitsFor().map(what -> before == null ? event.at() : before.waiting.orElse(event.at()));
        if (before == null) {
            var made = event.now().metadata().creationTimestamp();
            var since = phase.equals("Provisioning") ? made.orElse(event.at()) : event.at();
            return new State(phase, since, ready, waiting);
        } else if (before.phase.equals(phase)) {
            return new State(phase, before.since, ready, waiting);
        }
        ended(before, event.at());
        return new State(phase, event.at(), ready, waiting);
    }

    /** A phase that a tenant has left: of {@code Provisioning} it is the time to ready. */
    private void ended(State state, Instant at) {
        timer(state.phase).record(Duration.between(state.since, at));
    }

    private Timer timer(String phase) {
        return Buckets.LONG
                .timer("kamaji.tenant.phase.duration", "How long tenants were in a phase that they have left")
                .tag("phase", phase)
                .register(registry);
    }

    /** Gone, or another replica's. */
    void forgotten(ObjectRef tenant, Instant at) {
        info.remove(tenant);
        status.remove(tenant);
        Optional.ofNullable(states.remove(tenant))
                .filter(state -> state.phase.equals(DELETING))
                .ifPresent(state -> ended(state, at));
    }

    private static String exposure(TenantControlPlane tenant) {
        var plane = tenant.spec().controlPlane();
        if (plane.gateway().isPresent()) {
            return "gateway";
        }
        return !plane.service().serviceType().isEmpty() ? "service" : "unknown";
    }

    static Tags tags(ObjectRef tenant) {
        return Tags.of("tcp_namespace", tenant.namespace().orElse(""), "tcp_name", tenant.name());
    }
}

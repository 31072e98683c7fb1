package io.kamaji.core.metrics;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.cluster.ClusterCall;
import io.kamaji.core.cluster.ClusterCall.Verb;
import io.kamaji.core.event.CredentialIssued;
import io.kamaji.core.event.CredentialsChecked;
import io.kamaji.core.event.DataStoreReported;
import io.kamaji.core.event.KamajiEvent;
import io.kamaji.core.event.LeadershipChanged;
import io.kamaji.core.event.MigrationStepped;
import io.kamaji.core.event.ObjectWritten;
import io.kamaji.core.event.TenantFailed;
import io.kamaji.core.event.TenantForgotten;
import io.kamaji.core.event.TenantMeasured;
import io.kamaji.core.event.TenantPassed;
import io.kamaji.core.event.TenantRefused;
import io.kamaji.core.event.TenantReported;
import io.kamaji.core.event.TenantSwept;
import io.kamaji.core.operator.OperatorStats;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Metrics of Kamaji in a registry of Micrometer: a listener of its events and its requests, and gauges of an operator.
 *
 * <pre>{@code
 * var metrics = KamajiMetrics.of(registry);
 * var operator = front.on(Operator.builder(AdminCluster.inCluster().listener(metrics.calls())))
 *     .settings(settings -> settings.listener(metrics))
 *     .start();
 * metrics.operator(operator::stats, Instant.now());
 * }</pre>
 *
 * <p>Nine have the reference's names and labels; {@code kamaji.handler.time} has the kinds that are handled for handlers, as there
 * are none for single objects here. Of the others none has a label by tenant. Thread-safe.
 */
public final class KamajiMetrics implements Consumer<KamajiEvent> {
    private static final List<String> NOTHING_YET = List.of("kamaji.tenants.refused", "kamaji.tenants.failed");

    private final MeterRegistry registry;
    private final TenantMeters tenants;
    private final CertificateMeters certificates;
    private final DataStoreMeters dataStores;
    private final StoreMeters stores;

    private KamajiMetrics(Builder builder) {
        registry = builder.registry;
        tenants = new TenantMeters(registry, builder.clock);
        certificates = new CertificateMeters(registry, builder.tenantClass);
        dataStores = new DataStoreMeters(registry);
        stores = new StoreMeters(registry);
        NOTHING_YET.forEach(registry::counter); // an increase is seen only from what was there before
    }

    /** With the defaults. */
    public static KamajiMetrics of(MeterRegistry registry) {
        return builder(registry).build();
    }

    public static Builder builder(MeterRegistry registry) {
        return new Builder(registry);
    }

    /** Listens to the requests of {@code AdminCluster.listener} and {@code TenantAccess.listener}. */
    public Consumer<ClusterCall> calls() {
        return this::called;
    }

    /**
     * Gauges of an operator, of which there may be one in a registry: its queue, its workers, its lease, its watches.
     *
     * @param began when the process or the operator did, from where the time until it leads is counted
     */
    public void operator(Supplier<OperatorStats> stats, Instant began) {
        OperatorMeters.bind(registry, began, stats);
    }

    private void called(ClusterCall call) {
        var tags = Tags.of("cluster", call.cluster(), "verb", verb(call.verb()));
        registry.counter("kamaji.requests", tags.and("resource", call.resource(), "code", String.valueOf(call.code())))
                .increment();
        if (call.verb() != Verb.WATCH) {
            Buckets.SHORT
                    .timer("kamaji.request.duration", "How long requests took, watches aside")
                    .tags(tags)
                    .register(registry)
                    .record(call.took());
        }
    }

    private static String verb(Verb verb) {
        return verb.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void accept(KamajiEvent event) {
        if (event instanceof TenantPassed passed) {
            passed(passed);
        } else if (event instanceof TenantReported reported) {
            tenants.reported(reported);
            stores.reported(reported);
        } else if (event instanceof TenantForgotten forgotten) {
            tenants.forgotten(forgotten.tenant(), forgotten.at());
            certificates.forgotten(forgotten.tenant());
            stores.forgotten(forgotten.tenant());
        } else if (event instanceof CredentialsChecked checked) {
            certificates.checked(checked);
        } else if (event instanceof DataStoreReported reported) {
            dataStores.reported(reported);
        } else if (event instanceof TenantMeasured measured) {
            stores.measured(measured);
        } else if (event instanceof TenantSwept swept) {
            swept(swept);
        } else {
            count(event);
        }
    }

    private void passed(TenantPassed event) {
        Buckets.HANDLER
                .timer("kamaji.handler.time", "How long passes took, as the reference has it")
                .tag("handler", "tenantcontrolplane")
                .register(registry)
                .record(event.took());
        Buckets.SHORT
                .timer("kamaji.pass.duration", "How long passes over tenants took")
                .tag("result", event.waitsFor().isPresent() ? "waits" : "done")
                .register(registry)
                .record(event.took());
    }

    private void swept(TenantSwept event) {
        Buckets.SHORT
                .timer("kamaji.sweep.duration", "How long looks into tenants took")
                .tag("outcome", event.outcome().name().toLowerCase(Locale.ROOT))
                .register(registry)
                .record(event.took());
    }

    /** What is just counted. */
    private void count(KamajiEvent event) {
        if (event instanceof ObjectWritten written) {
            count(
                    "kamaji.objects.written",
                    Tags.of(
                            "cluster",
                            written.cluster(),
                            "action",
                            written.action(),
                            "kind",
                            written.object().kind()));
        } else if (event instanceof CredentialIssued issued) {
            count("kamaji.credentials.issued", Tags.of("credential", issued.name()));
        } else if (event instanceof MigrationStepped stepped) {
            count("kamaji.migration.steps", Tags.of("step", stepped.step()));
        } else if (event instanceof TenantRefused) {
            count("kamaji.tenants.refused", Tags.empty());
        } else if (event instanceof TenantFailed) {
            count("kamaji.tenants.failed", Tags.empty());
        } else if (event instanceof LeadershipChanged changed) {
            count("kamaji.operator.leadership.changes", Tags.of("leads", String.valueOf(changed.leads())));
        }
    }

    private void count(String name, Tags tags) {
        registry.counter(name, tags).increment();
    }

    /** Sets up {@link KamajiMetrics}; not thread-safe. */
    public static final class Builder {
        private final MeterRegistry registry;
        private Function<ObjectRef, String> tenantClass = tenant -> "all";
        private InstantSource clock = InstantSource.system();
        private Optional<Tags> info = Optional.empty();

        private Builder(MeterRegistry registry) {
            this.registry = registry;
        }

        /** Into which class a tenant falls, for what is not told by tenant; of few values. Default: one class, {@code all}. */
        public Builder tenantClass(Function<ObjectRef, String> value) {
            tenantClass = value;
            return this;
        }

        public Builder clock(InstantSource value) {
            clock = value;
            return this;
        }

        /** {@code kamaji.build.info}: which version runs. */
        public Builder version(String version, String commit) {
            info = Optional.of(
                    Tags.of("version", version, "commit", commit, "dirty", "", "repo", "", "build_time", ""));
            return this;
        }

        public KamajiMetrics build() {
            info.ifPresent(tags -> new Rows<String>(registry, "kamaji.build.info", "What runs").fact("", tags));
            return new KamajiMetrics(this);
        }
    }
}

package io.kamaji.examples.operator;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.boundary.BoundarySource;
import io.kamaji.core.boundary.ClassSource;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.operator.Election;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.operator.OperatorStats;
import io.kamaji.core.operator.custom.Admission;
import io.kamaji.core.operator.custom.CustomResourceFront;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.storage.Placement;
import io.kamaji.pki.RenewalPolicy;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator over custom resources, with its health, metrics and webhook served, until it is closed. Thread-safe. */
final class OperatorProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorProcess.class);
    private static final String LEASE = "kamaji.clastix.io";
    private static final Duration WATCH_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration SILENT = WATCH_TIMEOUT.plusMinutes(1);
    private static final Duration STUCK = Duration.ofMinutes(30);
    private static final long REFRESH_SECONDS = 60;

    /** How long canaries are ready before others follow a new version. */
    private static final Duration CANARY = Duration.ofMinutes(10);

    /** The serial collector gives memory back to the system in full collections only; one takes a twentieth of a second. */
    private static final Duration GIVE_BACK = Duration.ofMinutes(10);

    private static final Duration FIRST_GIVE_BACK = Duration.ofMinutes(1);

    private final OperatorConfig config;
    private final Telemetry telemetry = new Telemetry();
    private final ServingCertificate serving = new ServingCertificate();
    private final ScheduledExecutorService chores = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "chores");
        thread.setDaemon(true);
        return thread;
    });
    private final List<AutoCloseable> opened = Collections.synchronizedList(new ArrayList<>());
    private volatile int metricsPort;
    private volatile Optional<Operator> operator = Optional.empty();

    private OperatorProcess(OperatorConfig config) {
        this.config = config;
    }

    /** Starts it; probes are answered before anything else. */
    static OperatorProcess start(OperatorConfig config) throws IOException {
        var process = new OperatorProcess(config);
        try {
            process.run();
        } catch (IOException | RuntimeException e) {
            process.close();
            throw e;
        }
        return process;
    }

    private void run() throws IOException {
        config.idle().forEach(flag -> LOG.warn("--{} has no meaning here: {}", flag.text(), flag.meaning()));
        if (config.health().isPresent()) {
            opened.add(HttpFront.health(config.health().get(), this::health));
        }
        if (config.metrics().isPresent()) {
            var front = HttpFront.metrics(config.metrics().get(), telemetry::text);
            metricsPort = front.port();
            opened.add(front);
        }
        var settings = settings();
        var cluster = config.kubeconfig()
                .map(AdminCluster::kubeconfig)
                .orElseGet(AdminCluster::inCluster)
                .listener(telemetry.calls());
        if (config.webhook().isPresent()) {
            serveWebhook(cluster, settings);
        }
        var front = CustomResourceFront.builder()
                .namespaces(config.namespaces())
                .installDefinitions(config.installDefinitions())
                .build();
        var builder = front.on(Operator.builder(cluster))
                .settings(settings)
                .workers(config.workers())
                .resync(config.resync())
                .watchTimeout(WATCH_TIMEOUT)
                .upgradeAtOnce(config.upgradeAtOnce())
                .canaries(config.canaries(), CANARY)
                .drainAtOnce(config.drainAtOnce());
        if (config.leaderElect()) {
            builder.election(Election.lease(config.ownNamespace(), LEASE).toBuilder()
                    .identity(identity())
                    .build());
        }
        var started = builder.start();
        operator = Optional.of(started);
        opened.add(started);
        telemetry.watch(started::stats);
        chores.scheduleWithFixedDelay(System::gc, FIRST_GIVE_BACK.toSeconds(), GIVE_BACK.toSeconds(), TimeUnit.SECONDS);
        LOG.info(
                "started: {} passes at a time, tenants of {}",
                config.workers(),
                config.namespaces().isEmpty() ? "all namespaces" : config.namespaces());
    }

    private ReconcilerSettings settings() {
        var settings = ReconcilerSettings.builder().listener(telemetry.events());
        config.kineImage().ifPresent(settings::kineImage);
        config.renewBefore().map(RenewalPolicy::before).ifPresent(settings::renewal);
        config.dataStore().map(Placement::named).ifPresent(settings::placement);
        if (config.boundaries()) {
            settings.boundaries(BoundarySource.customResources()).classes(ClassSource.customResources());
        }
        return settings.build();
    }

    private static String identity() {
        return Optional.ofNullable(System.getenv("HOSTNAME"))
                .map(host -> host + "_" + ProcessHandle.current().pid())
                .orElseGet(() -> UUID.randomUUID().toString());
    }

    private void serveWebhook(AdminCluster cluster, ReconcilerSettings settings) throws IOException {
        var admin = cluster.connect();
        opened.add(admin);
        var admission = Admission.of(settings, admin, config.dataStore());
        opened.add(HttpFront.webhook(config.webhook().orElseThrow(), serving.tls(), (path, review) -> {
            var asked = JsonObject.parse(review);
            return (path.equals(Admission.MUTATING_PATH) ? admission.mutate(asked) : admission.validate(asked))
                    .toJson();
        }));
        var certificates = new WebhookCertificates(admin, config, serving, InstantSource.system());
        chores.scheduleWithFixedDelay(
                () -> {
                    try {
                        certificates.refresh();
                    } catch (IOException | RuntimeException e) {
                        LOG.warn("the webhook's certificate: {}", e.getMessage());
                    }
                },
                0,
                REFRESH_SECONDS,
                TimeUnit.SECONDS);
    }

    /** Where metrics are served; 0: nowhere. */
    int metricsPort() {
        return metricsPort;
    }

    /** Whether this replica works on tenants now. */
    boolean leads() {
        return operator.filter(started -> started.stats().leading()).isPresent();
    }

    Telemetry telemetry() {
        return telemetry;
    }

    /**
     * Ready: it leads or follows, hears from the cluster, and can answer reviews. Not alive: all workers are stuck, which no
     * request can be, as each has a limit. A silent or forbidden watch is made anew anyway: a restart would not help.
     */
    Health health() {
        var stats = operator.map(Operator::stats);
        return stats.map(known -> health(
                        known, config.webhook().isPresent() && serving.get().isEmpty()))
                .orElse(Health.STARTING);
    }

    static Health health(OperatorStats stats, boolean withoutCertificate) {
        var findings = new ArrayList<String>();
        for (var watch : stats.watches().entrySet()) {
            if (watch.getValue().compareTo(SILENT) > 0) {
                findings.add("no word of " + watch.getKey() + " for "
                        + watch.getValue().toSeconds() + " s");
            }
        }
        if (withoutCertificate) {
            findings.add("the webhook has no certificate yet");
        }
        var stuck = stats.active() >= stats.workers() && stats.oldest().compareTo(STUCK) > 0;
        if (stuck) {
            findings.add("all " + stats.workers() + " workers have been busy for "
                    + stats.oldest().toMinutes() + " min");
        }
        return new Health(!stuck, findings.isEmpty(), findings);
    }

    /** Ends what was started, the latest first; passes that are under way may end within 20 s. */
    @Override
    public void close() {
        chores.shutdownNow();
        Collections.reverse(opened);
        for (var each : opened) {
            try {
                each.close();
            } catch (Exception e) {
                LOG.warn("while stopping", e);
            }
        }
        opened.clear();
    }

    /** {@code manager} (the default) with the flags of {@link Flag}, {@code render} with those of {@link Install#render}. */
    public static void main(String[] arguments) {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var all = Arrays.asList(arguments);
        var command = all.isEmpty() || all.get(0).startsWith("-") ? "manager" : all.get(0);
        var flags = all.isEmpty() || all.get(0).startsWith("-") ? all : all.subList(1, all.size());
        try {
            if (command.equals("render")) {
                System.out.print(Install.render(flags));
            } else if (command.equals("manager") && !flags.contains("--help")) {
                manage(OperatorConfig.of(flags, System.getenv()));
            } else {
                help();
            }
        } catch (IllegalArgumentException | IOException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static void manage(OperatorConfig config) throws IOException {
        JsonLines.install(config.logLevel());
        var process = new OperatorProcess(config);
        Runtime.getRuntime().addShutdownHook(new Thread(process::close, "stop"));
        process.run();
        try {
            Thread.currentThread().join(); // nothing else keeps it where nothing is served
        } catch (InterruptedException e) {
            process.close();
        }
    }

    private static void help() {
        System.out.println("manager [--flag=value …]   works; flags are also read from the environment (KAMAJI_FLAG)\n"
                + "render [--namespace=…] [--image=…] [--namespaces=…] [--definitions]   prints what to apply\n");
        for (var flag : Flag.values()) {
            if (!flag.idle()) {
                System.out.printf(
                        "  --%-34s %s%s%n",
                        flag.text(), flag.meaning(), flag.standard().isEmpty() ? "" : " (" + flag.standard() + ")");
            }
        }
    }
}

package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.migrate.MigrationOptions;
import io.kamaji.core.reconcile.ReconcilerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How an {@link Operator} is to work; not thread-safe. */
public final class OperatorBuilder {
    private final AdminCluster cluster;
    private ReconcilerSettings settings = ReconcilerSettings.defaults();
    private @Nullable Function<OperatorContext, ? extends TenantSource> tenants;
    private final List<Function<OperatorContext, ? extends Controller>> controllers = new ArrayList<>();
    private @Nullable Election election;
    private @Nullable Executor executor;
    private int workers = 4;
    private Duration resync = Duration.ofMinutes(10);
    private Duration sweep = Duration.ofSeconds(45);
    private Duration storeSweep = Duration.ofMinutes(5);
    private Duration watchTimeout = Duration.ofMinutes(5);
    private Duration grace = Duration.ofSeconds(20);
    private List<String> namespaces = List.of();
    private MigrationOptions migration = MigrationOptions.defaults();
    private int drainAtOnce = 2;
    private UnaryOperator<String> release = minor -> "v" + minor + ".0";
    private @Nullable MaintenanceWindow window;
    private Duration stepDeadline = Duration.ofMinutes(2);
    private String version = Optional.ofNullable(
                    OperatorBuilder.class.getPackage().getImplementationVersion())
            .orElse("dev");
    private int atOnce;
    private Set<ObjectRef> canaries = Set.of();
    private Duration settle = Duration.ZERO;

    OperatorBuilder(AdminCluster cluster) {
        this.cluster = cluster;
    }

    /** What passes depend on; a listener among it. */
    public OperatorBuilder settings(UnaryOperator<ReconcilerSettings.Builder> change) {
        settings = change.apply(settings.toBuilder()).build();
        return this;
    }

    /** What passes depend on. */
    public OperatorBuilder settings(ReconcilerSettings value) {
        settings = value;
        return this;
    }

    /** Where the tenants come from; required. */
    public OperatorBuilder tenants(TenantSource source) {
        return tenants(context -> source);
    }

    /** The same, for a source that needs the operator's client or watches. */
    public OperatorBuilder tenants(Function<OperatorContext, ? extends TenantSource> source) {
        tenants = source;
        return this;
    }

    /** Has objects of another kind handled, too. */
    public OperatorBuilder controller(Function<OperatorContext, ? extends Controller> controller) {
        controllers.add(controller);
        return this;
    }

    /** How several replicas agree; default: there is only this one. */
    public OperatorBuilder election(Election value) {
        election = value;
        return this;
    }

    /** How many objects are handled at a time, and how many tenants looked at by the sweep; default 4. */
    public OperatorBuilder workers(int value) {
        workers = value;
        return this;
    }

    /**
     * Who runs the passes and looks, which block while they wait for an answer; several operators may share it, and it is
     * not closed. A virtual thread for each task is good. Default: up to two threads of its own for each worker, and two.
     */
    public OperatorBuilder executor(Executor value) {
        executor = value;
        return this;
    }

    /** In which time each object is handled though nothing told of it; default 10 min. */
    public OperatorBuilder resync(Duration value) {
        resync = value;
        return this;
    }

    /** How often each tenant's own cluster is looked at; default 45 s. */
    public OperatorBuilder sweep(Duration value) {
        sweep = value;
        return this;
    }

    /**
     * How often it is measured what each tenant takes in its store, of those whose driver can tell; default 5 min, for tenants
     * above a soft quota a fifth of it. Two are measured at a time.
     */
    public OperatorBuilder storeSweep(Duration value) {
        storeSweep = value;
        return this;
    }

    /** After which a watch is opened anew; default 5 min. */
    public OperatorBuilder watchTimeout(Duration value) {
        watchTimeout = value;
        return this;
    }

    /** How long passes may go on while it closes; default 20 s. */
    public OperatorBuilder grace(Duration value) {
        grace = value;
        return this;
    }

    /** The namespaces that tenants are in, where it may not watch all; default: any. */
    public OperatorBuilder namespaces(String... names) {
        namespaces = List.of(names);
        return this;
    }

    /**
     * How tenants are moved whose spec names another datastore, or whose datastore drains; default: {@link
     * MigrationOptions#defaults()}.
     */
    public OperatorBuilder migration(MigrationOptions value) {
        migration = value;
        return this;
    }

    /**
     * How many tenants at a time are moved off a datastore that drains, by each replica; default 2, 0: none. Those that were placed
     * there go to where the placement says, each within its maintenance window, and those that sleep at any time; of a tenant whose
     * spec names the datastore it is told.
     */
    public OperatorBuilder drainAtOnce(int tenants) {
        drainAtOnce = tenants;
        return this;
    }

    /**
     * Which release of a minor ({@code 1.35}) an upgrade over several minors goes through; default: its first, {@code
     * v1.35.0}.
     */
    public OperatorBuilder releases(UnaryOperator<String> value) {
        release = value;
        return this;
    }

    /** When pods may be replaced though nobody asked for it, of tenants without a window of their own; default: at any time. */
    public OperatorBuilder maintenanceWindow(MaintenanceWindow value) {
        window = value;
        return this;
    }

    /** After which time the status says that a step of a deletion takes too long; default 2 min. */
    public OperatorBuilder stepDeadline(Duration value) {
        stepDeadline = value;
        return this;
    }

    /**
     * How many tenants at a time are rendered anew by a new version of the operator; no other is begun after one that did not
     * come back within 10 min. Default 0: none until {@link Operator#allowUpgrade}. What a user asks for, and certificates
     * that are due, do not wait. Needs an {@link #election}, whose Lease says which version there was before.
     */
    public OperatorBuilder upgradeAtOnce(int tenants) {
        atOnce = tenants;
        return this;
    }

    /**
     * Tenants that a new version of the operator goes over before all others: of these none is begun before each canary has
     * been ready for a time since. One that does not get ready, or is not there, holds up the others, who say so. Default:
     * none. With several shards a canary is one for the tenants of its shard.
     */
    public OperatorBuilder canaries(Set<ObjectRef> tenants, Duration readyFor) {
        canaries = Set.copyOf(tenants);
        settle = readyFor;
        return this;
    }

    /** Which version of the operator this is; default: that of this library. A renderer of one's own has versions, too. */
    public OperatorBuilder version(String value) {
        version = value;
        return this;
    }

    /**
     * Starts it. Returns at once; no request is made by this thread.
     *
     * @throws IllegalArgumentException without a source, without a worker, for a period of nothing, or for two
     *     controllers of a kind
     */
    public Operator start() {
        if (tenants == null) {
            throw new IllegalArgumentException("no source of tenants");
        }
        if (workers < 1 || resync.toMillis() < 1 || watchTimeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    workers + " workers, resync " + resync + ", watches of " + watchTimeout + ": too little");
        }
        var operator = new Operator(new OperatorSettings(
                cluster,
                settings,
                tenants,
                List.copyOf(controllers),
                Optional.ofNullable(election),
                Optional.ofNullable(executor),
                workers,
                resync,
                sweep,
                storeSweep,
                watchTimeout,
                grace,
                namespaces,
                new OperatorSettings.Migration(migration, drainAtOnce),
                new OperatorSettings.Steps(release, Optional.ofNullable(window), stepDeadline),
                new OperatorSettings.Upgrade(version, atOnce, canaries, settle)));
        operator.start();
        return operator;
    }
}

package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.event.LeadershipChanged;
import io.kamaji.core.operator.WorkQueue.Priority;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.reconcile.TenantReconciler;
import io.kamaji.core.status.NextStep;
import io.kamaji.core.storage.StoreUsages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the tenants of a source as they are to be, in one admin cluster, for as long as it is not closed:
 *
 * <pre>{@code
 * try (var operator = Operator.builder(AdminCluster.inCluster())
 *         .tenants(TenantList.of(blue, green))
 *         .election(Election.lease("kamaji-system", "kamaji"))
 *         .start()) { … }
 * }</pre>
 *
 * <p>Several may be in one process, one for each admin cluster. Threads are few and all daemons, and none is of a tenant. A
 * lost lease stops the writes at once and nothing else: once it is held again the work goes on. Thread-safe.
 */
public final class Operator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Operator.class);
    private static final Duration UPGRADE = Duration.ofSeconds(15);
    private static final Duration LISTEN = Duration.ofMillis(50);
    private static final long LISTENING = Duration.ofSeconds(5).toMillis();
    private static final Duration INTERRUPTED = Duration.ofSeconds(2);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(15);

    private final OperatorSettings of;
    private final ClusterClient client;
    private final ReconcilerSettings settings;
    private final SharedWatches watches;
    private final Shards shards;
    private final Workers workers;
    private final Sweeps sweeps;
    private final TenantController tenants;
    private final Moves moves;
    private final Waves waves;
    private final Map<String, Controller> controllers = new LinkedHashMap<>();
    private final Optional<ThreadPoolExecutor> ownExecutor;
    private final ScheduledThreadPoolExecutor timer;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final Fences fences;
    private volatile @Nullable Instant leadingSince;
    private volatile boolean closed;

    Operator(OperatorSettings of) {
        this.of = of;
        client = of.cluster().connect();
        timer = Threads.timer(2);
        ownExecutor = of.executor().isPresent()
                ? Optional.empty()
                : Optional.of(Threads.pool("kamaji-operator-", 2 * of.workers() + StoreSweep.AT_ONCE));
        var own = new OwnWrites(System::nanoTime);
        var clock = of.settings().clock();
        shards = of.election()
                .<Shards>map(election -> new Leases(
                        client, election, clock, new Leases.Told(this::gained, this::lost, this::isIdle, this::tell)))
                .orElseGet(() -> Shards.Alone.of(clock, this::gained));
        fences = new Fences(shards.fence(0));
        var admin = new FencedClient(client, fences, own);
        settings = of.settings().toBuilder()
                .drivers(FencedDriver.all(of.settings().drivers(), fences))
                .storeUsages(new StoreUsages())
                .build();
        watches = new SharedWatches(client, own, of.watchTimeout());
        var context = new Lent(admin, settings, TenantReconciler.create(settings), watches, this::wake);
        var executor = of.executor().orElseGet(ownExecutor::orElseThrow);
        var health = HealthSweep.builder(
                        tenant -> context.reconciler().glimpse(tenant, admin),
                        tenant -> add(tenant, Priority.CHANGE, Duration.ZERO))
                .interval(of.sweep())
                .workers(executor, of.workers())
                .listener(settings.listener())
                .build();
        sweeps = new Sweeps(health, new StoreSweep(context, of.storeSweep(), executor));
        workers = new Workers(new WorkQueue(System::nanoTime), this::handle, own, executor, of.workers(), timer);
        waves = new Waves(of.upgrade(), shards, clock);
        moves = new Moves(context, of.migration(), Threads.pool("kamaji-move-", of.workers()), this::behindFence);
        tenants = new TenantController(of.tenants().apply(context), context, sweeps, moves, of.steps(), waves);
        add(tenants);
        of.controllers().forEach(controller -> add(controller.apply(context)));
    }

    /** A builder with the defaults; {@link OperatorBuilder#start} starts. */
    public static OperatorBuilder builder(AdminCluster cluster) {
        return new OperatorBuilder(cluster);
    }

    private void add(Controller controller) {
        if (controllers.put(controller.type().kind(), controller) != null) {
            throw new IllegalArgumentException(
                    "two controllers of " + controller.type().kind());
        }
    }

    void start() {
        timer.scheduleWithFixedDelay(
                this::resync, of.resync().toMillis(), of.resync().toMillis(), TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(this::upgrade, UPGRADE.toMillis(), UPGRADE.toMillis(), TimeUnit.MILLISECONDS);
        sweeps.start(timer);
        shards.start();
    }

    /** Has one object, a tenant or another controller's, handled soon, if it is this replica's to do. */
    public void wake(ObjectRef key) {
        add(key, Priority.USER, Duration.ZERO);
    }

    /**
     * Has tenants rendered anew whose new version of the operator was held back, so many at a time; again, too, after it
     * stopped because one did not come back. See {@link OperatorBuilder#upgradeAtOnce}.
     */
    public void allowUpgrade(int tenantsAtOnce) {
        waves.allow(tenantsAtOnce).forEach(this::wake);
    }

    /** How many tenants a new version of the operator would write something for, and may not yet. */
    public int heldBack() {
        return waves.held();
    }

    /** What the tenants take in their stores, as far as this replica works on them and has measured it by now. */
    public StoreUsages storeUsages() {
        return settings.storeUsages();
    }

    /** How it is now. */
    public OperatorStats stats() {
        var depth = workers.depth();
        return new OperatorStats(
                Optional.ofNullable(leadingSince),
                shards.held(),
                shards.count(),
                depth.ready(),
                depth.oldest(),
                depth.delayed(),
                depth.active(),
                of.workers(),
                workers.passes(),
                workers.failures(),
                watches.ages(),
                tenants.byPhase());
    }

    private void add(ObjectRef key, Priority priority, Duration after) {
        if (shards.holds(shards.of(key))) {
            workers.add(key, priority, after);
        }
    }

    private NextStep handle(ObjectRef key) {
        var shard = shards.of(key);
        var controller = controllers.get(key.kind());
        if (!shards.holds(shard) || controller == null) {
            return NextStep.done();
        }
        return fences.behind(shards.fence(shard), () -> controller.handle(key));
    }

    private void behindFence(ObjectRef key, Runnable work) {
        fences.behind(shards.fence(shards.of(key)), () -> {
            work.run();
            return key;
        });
    }

    /** A lease is held: whatever it is for is looked at. */
    private void gained(int shard) {
        if (leadingSince == null) {
            leadingSince = settings.clock().instant();
        }
        timer.execute(() -> listen(shard, LISTENING / LISTEN.toMillis()));
    }

    /** Watches before the first pass looks, so that nothing that changes after that look is missed; but not for ever. */
    private void listen(int shard, long turns) {
        if (closed || !shards.holds(shard)) {
            return;
        }
        try {
            watch();
        } catch (RuntimeException e) {
            LOG.warn("the objects can't be watched: {}", e.getMessage());
            unwatch();
            timer.schedule(() -> listen(shard, turns), LONGEST_RETRY.toMillis(), TimeUnit.MILLISECONDS);
            return;
        }
        if (watches.areListed() || turns <= 0) {
            begin(shard, Duration.ofSeconds(1));
        } else {
            timer.schedule(() -> listen(shard, turns - 1), LISTEN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void lost(int shard) {
        workers.drop(key -> shards.of(key) == shard);
        if (shards.held() == 0) {
            leadingSince = null;
        }
        timer.execute(() -> {
            tenants.forget(key -> !shards.holds(shards.of(key)));
            if (shards.held() == 0) {
                unwatch();
            }
        });
    }

    private void tell(ObjectRef lease, boolean leads) {
        settings.listener().accept(new LeadershipChanged(lease, settings.clock().instant(), leads));
    }

    private boolean isIdle(int shard) {
        return !workers.isActive(key -> shards.of(key) == shard) && !moves.isActive(key -> shards.of(key) == shard);
    }

    private void begin(int shard, Duration retry) {
        if (closed || !shards.holds(shard)) {
            return;
        }
        try {
            for (var controller : controllers.values()) {
                controller.all().stream()
                        .filter(key -> shards.of(key) == shard)
                        .forEach(key -> add(key, Priority.RESYNC, Duration.ZERO));
            }
            note(shard, tenants.all());
        } catch (RuntimeException e) {
            LOG.warn("the objects of a shard can't be listed: {}", e.getMessage());
            var next = retry.multipliedBy(2).compareTo(LONGEST_RETRY) < 0 ? retry.multipliedBy(2) : LONGEST_RETRY;
            timer.schedule(() -> begin(shard, next), retry.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Everything once more, each at some time of the period. */
    private void resync() {
        if (leadingSince == null) {
            return;
        }
        workers.prune();
        try {
            for (var controller : controllers.values()) {
                controller.all().forEach(key -> {
                    var share = ThreadLocalRandom.current().nextDouble();
                    var after = (long) (share * of.resync().toMillis());
                    add(key, Priority.RESYNC, Duration.ofMillis(after));
                });
            }
        } catch (RuntimeException e) {
            LOG.warn("the objects can't be listed: {}", e.getMessage());
        }
    }

    /** Whether a new version may go over the tenants, and whether it has. */
    private void upgrade() {
        shards.upgradeAtOnce().ifPresent(atOnce -> {
            if (!waves.allows(atOnce)) {
                allowUpgrade(atOnce);
            }
        });
        waves.waiting().forEach(this::wake); // canaries have been well for long enough
        try {
            IntStream.range(0, shards.count())
                    .filter(shard -> shards.holds(shard) && waves.isQuiet(shard))
                    .forEach(shard -> note(shard, tenants.all()));
        } catch (RuntimeException e) {
            LOG.warn("the tenants can't be listed: {}", e.getMessage());
        }
    }

    private void note(int shard, Collection<ObjectRef> all) {
        waves.note(shard, all.stream().filter(key -> shards.of(key) == shard).toList());
    }

    private synchronized void watch() {
        if (!subscriptions.isEmpty()) {
            return;
        }
        var objects = new TenantWatches(
                watches, settings.renderer().registry(), of.namespaces(), (key, object, event, onlyIfWaitedFor) -> {
                    if (shards.holds(shards.of(key))) {
                        workers.changed(key, object, event, onlyIfWaitedFor);
                    }
                });
        subscriptions.add(objects.start());
        controllers.values().forEach(controller -> subscriptions.add(controller.watch(this::wake)));
    }

    private synchronized void unwatch() {
        subscriptions.forEach(Subscription::close);
        subscriptions.clear();
    }

    /** Stops within the grace that it was built with. */
    @Override
    public void close() {
        close(of.grace());
    }

    /** Ends: passes that are under way may end within a grace, then they are interrupted; leases are given away. */
    public void close(Duration grace) {
        if (closed) {
            return;
        }
        closed = true;
        sweeps.close();
        workers.close();
        unwatch();
        moves.close();
        if (!workers.awaitIdle(grace)) {
            workers.interrupt();
        }
        if (workers.awaitIdle(INTERRUPTED) && !moves.isActive(key -> true)) {
            shards.release(INTERRUPTED);
        } else {
            shards.close(); // someone may still be writing: the leases run out by themselves
        }
        leadingSince = null;
        watches.close();
        timer.shutdownNow();
        ownExecutor.ifPresent(ThreadPoolExecutor::shutdownNow);
        client.close();
    }

    @Override
    public String toString() {
        return "Operator[" + client.server() + "]";
    }
}

package io.kamaji.examples.platform;

import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells pages what has changed of a team's clusters. It looks at the table, each second while somebody listens and sooner when it is
 * woken, since that is the same whichever replica of the platform the operator is in. Thread-safe.
 */
final class Feed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration WOKEN = Duration.ofMillis(50); // the row is written about when the listener is told
    private static final int SILENT_LOOKS = 15;

    private final Function<Team, List<Cluster>> clusters;
    private final AtomicLong looks = new AtomicLong();
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Feed::thread);
    private final ExecutorService senders = Executors.newCachedThreadPool(Feed::thread);

    Feed(Function<Team, List<Cluster>> clusters) {
        this.clusters = clusters;
        timer.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Thread thread(Runnable task) {
        var thread = new Thread(task, "platform-feed");
        thread.setDaemon(true);
        return thread;
    }

    /** Tells a page all that there is, and then what changes, for as long as it may see it. */
    void follow(Team team, SseClient page, BooleanSupplier mayStill) {
        var listener = new Listener(team, page, mayStill);
        page.keepAlive();
        page.onClose(() -> listeners.remove(listener));
        var number = looks.incrementAndGet();
        listener.tell(number, clusters.apply(team));
        listeners.add(listener);
    }

    /** Something may have changed. */
    void wake() {
        if (!listeners.isEmpty() && !timer.isShutdown()) {
            timer.schedule(this::look, WOKEN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        try {
            var teams = listeners.stream().map(Listener::team).collect(Collectors.toSet());
            for (var team : teams) {
                var number = looks.incrementAndGet();
                var now = clusters.apply(team);
                listeners.stream()
                        .filter(listener -> listener.team.equals(team))
                        .forEach(listener -> senders.execute(() -> listener.tell(number, now)));
            }
        } catch (RuntimeException e) {
            LOG.warn("the clusters can't be looked at: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        listeners.forEach(listener -> listener.page.close());
        senders.shutdownNow();
    }

    /** A page, and what it was told. A slow one keeps a sender, and no other page, waiting. */
    private static final class Listener {
        private final Team team;
        private final SseClient page;
        private final BooleanSupplier mayStill;
        private final Told told = new Told();
        private int silent;

        Listener(Team team, SseClient page, BooleanSupplier mayStill) {
            this.team = team;
            this.page = page;
            this.mayStill = mayStill;
        }

        Team team() {
            return team;
        }

        synchronized void tell(long number, List<Cluster> now) {
            if (!mayStill.getAsBoolean()) {
                page.close();
            }
            if (page.terminated()) {
                return;
            }
            var news = told.next(number, now);
            news.gone().forEach(name -> page.sendEvent("gone", Map.of("name", name)));
            news.changed().forEach(cluster -> page.sendEvent("cluster", cluster));
            silent = news.isEmpty() ? silent + 1 : 0;
            if (silent == SILENT_LOOKS) {
                silent = 0;
                page.sendComment("still here"); // else nobody would learn that a page is gone
            }
        }
    }
}

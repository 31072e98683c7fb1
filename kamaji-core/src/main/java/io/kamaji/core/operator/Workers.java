package io.kamaji.core.operator;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.core.cluster.ClusterClient.WatchEvent;
import io.kamaji.core.operator.WorkQueue.Priority;
import io.kamaji.core.status.NextStep;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has keys handled, at most so many at a time, by tasks of an executor that end when there is nothing to do. A key that waits
 * for an object is handled once that changes as it is to. Thread-safe.
 */
final class Workers {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    /** Changes of others come in bursts: who has just been looked at because of one waits a little, and longer each time. */
    private static final Duration SETTLE = Duration.ofMillis(200);

    private static final int MOST_DOUBLINGS = 7;
    private static final long CALM = Duration.ofMinutes(1).toNanos();

    /** A change that is heard of while its key is being handled is judged after that. */
    private record Heard(ObjectRef object, Optional<WatchEvent> event, boolean onlyIfWaitedFor) {}

    /** What is known of a key that was handled and is not done, or was changed by others lately. */
    private static final class Known {
        private final Retries retries = new Retries();
        private NextStep.@Nullable Watched waitsFor;
        private final Map<ObjectRef, Heard> heard = new LinkedHashMap<>();
        private long disturbedAt = System.nanoTime() - 2 * CALM;
        private int disturbed;
        private boolean open;

        private boolean isForgettable() {
            return !open && heard.isEmpty() && System.nanoTime() - disturbedAt > CALM;
        }
    }

    private final WorkQueue queue;
    private final Handler handler;
    private final OwnWrites own;
    private final Executor executor;
    private final int most;
    private final ScheduledExecutorService timer;

    private final Map<ObjectRef, Known> known = new HashMap<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicLong passes = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private int working;
    private boolean closed;
    private @Nullable Future<?> alarm;

    Workers(
            WorkQueue queue,
            Handler handler,
            OwnWrites own,
            Executor executor,
            int most,
            ScheduledExecutorService timer) {
        this.queue = queue;
        this.handler = handler;
        this.own = own;
        this.executor = executor;
        this.most = most;
        this.timer = timer;
    }

    void add(ObjectRef key, Priority priority, Duration after) {
        queue.add(key, priority, after);
        dispatch();
    }

    /** Another changed an object that is a key's. */
    void changed(ObjectRef key, ObjectRef object, Optional<WatchEvent> event, boolean onlyIfWaitedFor) {
        var heard = new Heard(object, event, onlyIfWaitedFor);
        synchronized (this) {
            if (queue.isActive(key)) {
                known.computeIfAbsent(key, added -> new Known()).heard.put(object, heard);
                return;
            }
            judge(key, heard);
        }
        dispatch();
    }

    private void judge(ObjectRef key, Heard heard) {
        var of = known.get(key);
        var waitsFor = of == null ? null : of.waitsFor;
        if (of != null && waitsFor != null && waitsFor.ref().equals(heard.object())) {
            if (heard.event().isEmpty() || waitsFor.ends(heard.event().get())) {
                of.waitsFor = null;
                queue.add(key, Priority.CHANGE, Duration.ZERO);
            }
        } else if (!heard.onlyIfWaitedFor()
                && heard.event()
                        .filter(event -> own.tells(heard.object(), event))
                        .isEmpty()) {
            queue.add(key, Priority.CHANGE, settled(known.computeIfAbsent(key, added -> new Known())));
        }
    }

    private static Duration settled(Known of) {
        var now = System.nanoTime();
        of.disturbed = now - of.disturbedAt > CALM ? 0 : Math.min(MOST_DOUBLINGS, of.disturbed + 1);
        of.disturbedAt = now;
        return SETTLE.multipliedBy(1L << of.disturbed);
    }

    /** Puts workers to work, and sets an alarm for the next key. */
    synchronized void dispatch() {
        var until = closed ? OptionalLong.empty() : queue.untilNext();
        for (int free = Math.min(most - working, queue.depth().ready()); free > 0 && !closed; free--) {
            try {
                working++;
                executor.execute(this::work);
            } catch (RuntimeException e) { // a host's executor may not be ready yet
                working--;
                LOG.warn("no worker: {}", e.toString());
                until = OptionalLong.of(Duration.ofSeconds(1).toNanos());
            }
        }
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
        if (until.isPresent() && until.getAsLong() > 0) {
            alarm = timer.schedule(this::dispatch, until.getAsLong(), TimeUnit.NANOSECONDS);
        }
    }

    private void work() {
        threads.add(Thread.currentThread());
        try {
            for (var key = next(); key.isPresent(); key = next()) {
                handle(key.get());
            }
        } finally {
            threads.remove(Thread.currentThread());
            dispatch();
        }
    }

    private synchronized Optional<ObjectRef> next() {
        var key = closed ? Optional.<ObjectRef>empty() : queue.next();
        if (key.isEmpty()) {
            working--;
        }
        return key;
    }

    private void handle(ObjectRef key) {
        passes.incrementAndGet();
        Optional<NextStep> step = Optional.empty();
        Optional<RuntimeException> failure = Optional.empty();
        try {
            step = Optional.of(handler.handle(key));
        } catch (LeaseLostException e) {
            LOG.info("{}", e.getMessage());
            failure = Optional.of(e);
        } catch (RuntimeException | Error e) { // whatever it was, this thread goes on with the next
            failures.incrementAndGet();
            LOG.warn("pass over {} failed: {}", key, e.getMessage(), e instanceof KamajiException ? null : e);
            failure = Optional.of(
                    e instanceof RuntimeException known
                            ? known
                            : KamajiException.at(key, e.toString()).cause(e));
        } finally {
            over(key, step, failure);
        }
    }

    private synchronized void over(ObjectRef key, Optional<NextStep> step, Optional<RuntimeException> failure) {
        var of = known.computeIfAbsent(key, added -> new Known());
        of.waitsFor = null;
        if (step.isPresent() && step.get() instanceof NextStep.Retry retry) {
            of.waitsFor = retry.on().orElse(null);
            queue.add(key, Priority.CHANGE, of.retries.after(retry, ThreadLocalRandom.current()));
        }
        failure.ifPresent(e -> queue.add(key, Priority.CHANGE, of.retries.after(e, ThreadLocalRandom.current())));
        of.open = step.filter(NextStep::isDone).isEmpty();
        queue.done(key);
        var heard = Map.copyOf(of.heard);
        of.heard.clear();
        heard.values().forEach(change -> judge(key, change));
        if (of.isForgettable()) {
            known.remove(key);
        }
    }

    /** Forgets what is known of keys that are done and were not changed by others for a while. */
    synchronized void prune() {
        known.values().removeIf(Known::isForgettable);
    }

    /** Forgets keys; those that are being handled are not handled again. */
    synchronized void drop(Predicate<ObjectRef> which) {
        queue.drop(which);
        known.keySet().removeIf(which);
    }

    /** Whether a key of this kind is being handled. */
    boolean isActive(Predicate<ObjectRef> which) {
        return queue.isActive(which);
    }

    long passes() {
        return passes.get();
    }

    long failures() {
        return failures.get();
    }

    WorkQueue.Depth depth() {
        return queue.depth();
    }

    /** Begins nothing any more. */
    synchronized void close() {
        closed = true;
        dispatch();
    }

    /** Whether nothing is being handled any more; waits for that. */
    boolean awaitIdle(Duration atMost) {
        var end = System.nanoTime() + atMost.toNanos();
        while (queue.depth().active() > 0) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** Interrupts whatever is being handled. */
    void interrupt() {
        threads.forEach(Thread::interrupt);
    }
}

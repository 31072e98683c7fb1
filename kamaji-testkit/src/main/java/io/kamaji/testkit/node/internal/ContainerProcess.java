package io.kamaji.testkit.node.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.testkit.node.Argv;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one container: starts its process, asks its probes, restarts it as its policy says. One daemon thread each.
 * Restarts wait 1 s at first, twice as long each time up to 10 s, and again 1 s after a run of a minute; a kubelet's
 * first restart is at once and its next after 10 s. Thread-safe.
 */
final class ContainerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerProcess.class);
    private static final int MILLIS_BETWEEN_LOOKS = 50;
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(10);
    private static final Duration LONG_RUN = Duration.ofMinutes(1);

    private final JsonObject container;
    private final int index;
    private final boolean restartsAlways;
    private final boolean restartsOnFailure;
    private final Duration grace;
    private final Launcher launcher;
    private final Runnable changed;
    private final ProbeSchedule startup;
    private final ProbeSchedule liveness;
    private final ProbeSchedule readiness;
    private final Probe.Exec exec;
    private final Thread thread;

    private volatile ContainerState state;
    private volatile @Nullable Argv argv;
    private volatile @Nullable Process process;
    private volatile boolean stopping;
    private final Object signal = new Object();

    /**
     * @param index of the container among all of its pod
     * @param grace after which a process that fails its liveness probe is killed
     * @param changed called after each change of the state, on any thread
     */
    ContainerProcess(
            JsonObject container,
            int index,
            boolean restartsAlways,
            boolean restartsOnFailure,
            Duration grace,
            Launcher launcher,
            Runnable changed) {
        this.container = container;
        this.index = index;
        this.restartsAlways = restartsAlways;
        this.restartsOnFailure = restartsOnFailure;
        this.grace = grace;
        this.launcher = launcher;
        this.changed = changed;
        this.exec = launcher.exec(container, index);
        this.startup = new ProbeSchedule(Probe.of(container, "startupProbe"));
        this.liveness = new ProbeSchedule(Probe.of(container, "livenessProbe"));
        this.readiness = new ProbeSchedule(Probe.of(container, "readinessProbe"));
        this.state = ContainerState.waiting(name(), "ContainerCreating");
        this.thread = new Thread(this::run, "kamaji-node-" + launcher.podName().orElse("") + "-" + name());
        thread.setDaemon(true);
    }

    String name() {
        return container.text("name").orElse("");
    }

    JsonObject container() {
        return container;
    }

    ContainerState state() {
        return state;
    }

    Optional<Argv> argv() {
        return Optional.ofNullable(argv);
    }

    /** What it has written so far. */
    String log() {
        try {
            return Files.readString(launcher.log(name()), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // not started yet, or removed
        }
    }

    void start() {
        thread.start();
    }

    /** Whether it has ended for good. */
    boolean isDone() {
        return thread.getState() == Thread.State.TERMINATED;
    }

    private void run() {
        var backOff = FIRST_BACK_OFF;
        var restarts = 0;
        while (!stopping) {
            Process running;
            try {
                var launched = launcher.start(container, index);
                argv = launched.argv();
                running = launched.process();
            } catch (NotReadyException e) {
                if (!e.getMessage().equals(state.message())) {
                    LOG.warn("{}/{}: {}: {}", launcher.podName().orElse(""), name(), e.reason(), e.getMessage());
                }
                set(state.waits(e.reason(), String.valueOf(e.getMessage())));
                pause(FIRST_BACK_OFF);
                continue;
            }
            process = running;
            var since = Instant.now();
            set(state.runs(running.pid(), since, restarts));
            if (stopping) {
                running.destroy(); // asked to stop while it was being started
            }
            supervise(running);
            process = null;
            var code = running.exitValue();
            set(state.ended(code, Instant.now()));
            if (stopping || !(restartsAlways || restartsOnFailure && code != 0)) {
                return;
            }
            LOG.info("{}/{} ended with {}, restarts", launcher.podName().orElse(""), name(), code);
            if (Duration.between(since, Instant.now()).compareTo(LONG_RUN) > 0) {
                backOff = FIRST_BACK_OFF;
            }
            restarts++;
            set(state.waits("CrashLoopBackOff", "back-off " + backOff.toSeconds() + "s, ended with " + code));
            pause(backOff);
            backOff = backOff.multipliedBy(2).compareTo(LONGEST_BACK_OFF) > 0
                    ? LONGEST_BACK_OFF
                    : backOff.multipliedBy(2);
        }
    }

    /** Asks the probes while the process runs; returns when it has ended. */
    private void supervise(Process running) {
        running.onExit().thenRun(this::wake);
        startup.reset();
        liveness.reset();
        readiness.reset();
        while (running.isAlive()) {
            if (!stopping) {
                probe(running);
            }
            var now = System.nanoTime();
            var next =
                    state.started() ? Math.min(liveness.untilDue(now), readiness.untilDue(now)) : startup.untilDue(now);
            synchronized (signal) {
                if (running.isAlive()) {
                    pauseLocked(stopping ? TimeUnit.SECONDS.toNanos(1) : next);
                }
            }
        }
    }

    private void probe(Process running) {
        var address = launcher.address();
        var ports = Launcher.ports(container);
        if (!state.started()) {
            if (startup.ask(address, ports, exec) == ProbeSchedule.Outcome.FAILURE) {
                kill(running, "startup probe failed: " + startup.lastProblem());
                return;
            } else if (startup.outcome() != ProbeSchedule.Outcome.SUCCESS) {
                return;
            }
            liveness.begin();
            readiness.begin();
            set(state.started(true, readiness.isAbsent()));
        }
        if (liveness.ask(address, ports, exec) == ProbeSchedule.Outcome.FAILURE) {
            kill(running, "liveness probe failed: " + liveness.lastProblem());
            return;
        }
        readiness.ask(address, ports, exec);
        var ready = readiness.outcome() == ProbeSchedule.Outcome.SUCCESS;
        if (ready != state.ready() && running.isAlive()) {
            set(state.started(true, ready));
        }
    }

    private void kill(Process running, String why) {
        LOG.warn("{}/{}: {}", launcher.podName().orElse(""), name(), why);
        var by = System.nanoTime() + grace.toNanos();
        end(running, () -> Duration.ofNanos(Math.max(0, by - System.nanoTime())));
    }

    /** SIGTERM, and SIGKILL to all that is left after a time. */
    private static void end(Process running, Supplier<Duration> left) {
        var children = running.descendants().toList();
        running.destroy();
        try {
            boolean ended = false;
            while (!ended && !left.get().isZero()) {
                ended = running.waitFor(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
            }
            if (!ended) {
                running.descendants().forEach(ProcessHandle::destroyForcibly);
                running.destroyForcibly();
                running.waitFor();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /**
     * Ends it for good; returns when its process is gone.
     *
     * @param left how long it may still take; asked again while it does, as it may become less
     */
    void stop(Supplier<Duration> left) {
        stopping = true;
        var was = state;
        if (was.ready()) {
            set(was.started(was.started(), false));
        }
        wake();
        var running = process;
        if (running != null) {
            end(running, left);
        }
        try {
            thread.join(2000);
            running = process;
            if (running != null) { // it was being started
                end(running, () -> Duration.ZERO);
                thread.join(2000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void set(ContainerState next) {
        state = next;
        changed.run();
    }

    private void wake() {
        synchronized (signal) {
            signal.notifyAll();
        }
    }

    private void pause(Duration time) {
        var until = System.nanoTime() + time.toNanos();
        synchronized (signal) {
            for (var left = time.toNanos(); left > 0 && !stopping; left = until - System.nanoTime()) {
                pauseLocked(left);
            }
        }
    }

    private void pauseLocked(long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedWait(signal, Math.max(nanos, 1_000_000));
        } catch (InterruptedException e) {
            stopping = true;
        }
    }
}

package io.kamaji.testkit.node.internal;

import io.kamaji.api.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one pod: init containers one after the other, sidecars among them kept running, then all containers at
 * once; at the end the containers first, the sidecars after them in reverse. One daemon thread. Thread-safe.
 */
final class PodRunner {
    private static final Logger LOG = LoggerFactory.getLogger(PodRunner.class);
    private static final int MILLIS_BETWEEN_LOOKS = 50; // only while an init container runs
    private static final long STANDARD_GRACE = 30;

    private final JsonObject pod;
    private final String address;
    private final Path folder;
    private final Volumes volumes;
    private final Runnable changed;
    private final List<ContainerProcess> inits = new ArrayList<>();
    private final List<ContainerProcess> mains = new ArrayList<>();
    private final CopyOnWriteArrayList<ContainerProcess> startedInits = new CopyOnWriteArrayList<>();
    private final Instant created = Instant.now();
    private final Thread thread;

    private volatile boolean initialized;
    /** By {@link System#nanoTime()}. */
    private volatile OptionalLong stopBy = OptionalLong.empty();

    private volatile boolean done;
    private volatile Optional<Instant> readySince = Optional.empty();
    private volatile Instant readyChanged = Instant.now();

    PodRunner(JsonObject pod, Path folder, Volumes volumes, Launcher launcher, Runnable changed) {
        this.pod = pod;
        this.address = launcher.address();
        this.folder = folder;
        this.volumes = volumes;
        this.changed = changed;
        var policy = pod.text("spec", "restartPolicy").orElse("Always");
        var always = policy.equals("Always");
        var onFailure = !policy.equals("Never");
        var index = 0;
        for (var init : pod.array("spec", "initContainers").objects().toList()) {
            var sidecar = isSidecar(init);
            inits.add(new ContainerProcess(
                    init, index++, sidecar, onFailure, standardGrace(), launcher, this::containerChanged));
        }
        for (var main : pod.array("spec", "containers").objects().toList()) {
            mains.add(new ContainerProcess(
                    main, index++, always, onFailure, standardGrace(), launcher, this::containerChanged));
        }
        this.thread = new Thread(this::run, "kamaji-node-" + name());
        thread.setDaemon(true);
    }

    private static boolean isSidecar(JsonObject init) {
        return init.text("restartPolicy").filter("Always"::equals).isPresent();
    }

    void start() {
        thread.start();
    }

    /** As it was created in the API. */
    JsonObject pod() {
        return pod;
    }

    String name() {
        return pod.text("metadata", "name").orElse("");
    }

    String namespace() {
        return pod.text("metadata", "namespace").orElse("default");
    }

    String uid() {
        return pod.text("metadata", "uid").orElse("");
    }

    String address() {
        return address;
    }

    Path folder() {
        return folder;
    }

    Instant created() {
        return created;
    }

    List<ContainerProcess> inits() {
        return Collections.unmodifiableList(inits);
    }

    List<ContainerProcess> mains() {
        return Collections.unmodifiableList(mains);
    }

    Optional<ContainerProcess> container(String name) {
        return java.util.stream.Stream.concat(inits.stream(), mains.stream())
                .filter(container -> container.name().equals(name))
                .findFirst();
    }

    boolean isInitialized() {
        return initialized;
    }

    /** Whether it was told to end. */
    boolean isStopping() {
        return stopBy.isPresent();
    }

    /** Whether it has ended and left no process and no file. */
    boolean isDone() {
        return done;
    }

    /** Since when it is ready; empty while it is not. */
    Optional<Instant> readySince() {
        return readySince;
    }

    Instant readyChanged() {
        return readyChanged;
    }

    private void containerChanged() {
        var ready = !isStopping()
                && initialized
                && mains.stream().allMatch(container -> container.state().ready())
                && inits.stream()
                        .filter(init -> isSidecar(init.container()))
                        .allMatch(init -> init.state().ready());
        synchronized (this) {
            if (ready != readySince.isPresent()) {
                readyChanged = Instant.now();
                readySince = ready ? Optional.of(readyChanged) : Optional.empty();
            }
        }
        changed.run();
    }

    private void run() {
        for (var init : inits) {
            if (isStopping()) {
                break;
            }
            startedInits.add(init);
            init.start();
            awaitInit(init);
        }
        if (!isStopping()) {
            initialized = true;
            mains.forEach(ContainerProcess::start);
        }
        synchronized (this) {
            while (!isStopping()) {
                pause(0);
            }
        }
        end();
    }

    private void awaitInit(ContainerProcess init) {
        var sidecar = isSidecar(init.container());
        synchronized (this) {
            while (!isStopping() && !(sidecar ? init.state().started() : init.isDone())) {
                pause(MILLIS_BETWEEN_LOOKS);
            }
        }
    }

    private void pause(int millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            stopBy = OptionalLong.of(System.nanoTime());
        }
    }

    private void end() {
        var stops = new ArrayList<Thread>();
        for (var main : initialized ? mains : List.<ContainerProcess>of()) {
            var stop = new Thread(() -> main.stop(this::left), "kamaji-node-stop-" + name());
            stop.setDaemon(true);
            stop.start();
            stops.add(stop);
        }
        try {
            for (var stop : stops) {
                stop.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var sidecars = new ArrayList<>(startedInits);
        Collections.reverse(sidecars);
        sidecars.forEach(sidecar -> sidecar.stop(this::left));
        try {
            StateFolder.delete(folder, null);
        } catch (IOException e) {
            LOG.warn("can't remove {}", folder, e);
        }
        done = true;
        changed.run();
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(0, stopBy.orElseThrow() - System.nanoTime()));
    }

    /** The pod's own {@code terminationGracePeriodSeconds}, 30 s by default. */
    Duration standardGrace() {
        return Duration.ofSeconds(
                pod.number("spec", "terminationGracePeriodSeconds").orElse(STANDARD_GRACE));
    }

    /** Tells it to end; at once returns. Told again, it has the shorter of two times. */
    void stop(Duration within) {
        synchronized (this) {
            var by = System.nanoTime() + within.toNanos();
            if (stopBy.isPresent() && stopBy.getAsLong() - by <= 0) {
                return;
            }
            stopBy = OptionalLong.of(by);
            notifyAll();
        }
        containerChanged();
    }

    /** Waits until it has ended. */
    void join(Duration atMost) throws InterruptedException {
        thread.join(Math.max(1, atMost.toMillis()));
    }

    /** Ends its processes now, from any state. */
    void kill() {
        java.util.stream.Stream.concat(mains.stream(), inits.stream())
                .map(container -> container.state().pid())
                .filter(pid -> pid > 0)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .forEach(ProcessHandle::destroyForcibly);
    }

    /** Brings its mounts up to date with the API. */
    void refreshVolumes() {
        try {
            if (!isStopping()) {
                volumes.refresh();
            }
        } catch (IOException e) {
            LOG.warn("can't bring the volumes of {} up to date", name(), e);
        }
    }
}

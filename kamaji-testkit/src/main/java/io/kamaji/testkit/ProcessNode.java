package io.kamaji.testkit;

import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.testkit.node.Argv;
import io.kamaji.testkit.node.RunningPod;
import io.kamaji.testkit.node.TranslationRule;
import io.kamaji.testkit.node.internal.NodeLoop;
import io.kamaji.testkit.node.internal.NodeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * The node of an admin API, and as much of its controllers as Deployments need: runs the containers of rendered pods as
 * local processes, with the real upstream binaries and without root.
 *
 * <p>For each Deployment it makes ReplicaSets and Pods, rolls updates out by the Deployment's strategy, starts init
 * containers, sidecars and containers, mounts their volumes as folders, asks their probes, restarts them, forwards
 * Services to ready pods, and writes statuses back. Each pod has a 127.x.y.z address of its own; Services are listened
 * on at the loopback addresses that the API gives them, node ports at 127.0.0.1. What a process can't have is translated
 * by {@link TranslationRule}'s table; the rest of each command line is as rendered, see {@link #argv}.
 *
 * <p>Defaults: name {@code process-node}, all namespaces, {@link Binaries#standard()}, folders under {@code /tmp}, 1 s
 * for processes to end when the node is closed (pods deleted in the API have their own grace period). Closing ends all
 * processes and removes all files; a JVM that exits without closing ends the processes too, and one that is killed leaves
 * files which the next node removes. Linux only, see {@link #unavailable()}. Thread-safe.
 */
public final class ProcessNode implements AutoCloseable {
    private final NodeLoop loop;

    private ProcessNode(NodeLoop loop) {
        this.loop = loop;
    }

    /** Why no node can run on this machine; empty if one can. */
    public static Optional<String> unavailable() {
        var system = System.getProperty("os.name");
        return system.equals("Linux")
                ? Optional.empty()
                : Optional.of(
                        "ProcessNode needs Linux (any 127.x.y.z address, /proc, upstream binaries); this is " + system);
    }

    /** Starts a node with all defaults. The client stays the caller's to close, after the node. */
    public static ProcessNode start(ClusterClient client) {
        return builder(client).start();
    }

    public static Builder builder(ClusterClient client) {
        return new Builder(client);
    }

    /**
     * How often it has looked at everything that the API has and that runs here, and written what was to be written: at every
     * change and each second. So what two looks later is not there will not come by itself.
     */
    public long looks() {
        return loop.looks();
    }

    /** The pods that run now. */
    public List<RunningPod> pods() {
        return loop.running();
    }

    /**
     * The last command line of a container.
     *
     * @param pod name, or {@code namespace/name}
     * @return empty if there is no such container or it has not been started
     */
    public Optional<Argv> argv(String pod, String container) {
        return loop.argv(pod, container);
    }

    /**
     * What a container has written so far, all its runs together; "" if nothing or if there is no such container.
     *
     * @param pod name, or {@code namespace/name}
     */
    public String logs(String pod, String container) {
        return loop.logs(pod, container);
    }

    /** The node's own folder: one folder per pod, one per claim. */
    public Path folder() {
        return loop.folder();
    }

    /** Ends all pods and removes all files. Objects stay in the API as they are. */
    @Override
    public void close() {
        loop.close();
    }

    /** Settings of a node; not thread-safe. */
    public static final class Builder {
        private final ClusterClient client;
        private Optional<Binaries> binaries = Optional.empty();
        private String name = "process-node";
        private Optional<String> namespace = Optional.empty();
        private Path base = Path.of("/tmp"); // short: paths of sockets are limited
        private Optional<Path> claims = Optional.empty();
        private Optional<Path> logs = Optional.empty();
        private Duration closeGrace = Duration.ofSeconds(1);
        private RandomGenerator random = new Random();

        private Builder(ClusterClient client) {
            this.client = client;
        }

        /** Where binaries come from. Default: {@link Binaries#standard()}. */
        public Builder binaries(Binaries binaries) {
            this.binaries = Optional.of(binaries);
            return this;
        }

        /** {@code spec.nodeName} of its pods. */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /** Runs the Deployments of this namespace only. */
        public Builder namespace(String namespace) {
            this.namespace = Optional.of(namespace);
            return this;
        }

        /** Makes the node's folder here; at most 40 characters, because of sockets. */
        public Builder base(Path base) {
            if (base.toAbsolutePath().toString().length() > 40) {
                throw new IllegalArgumentException("over 40 characters, sockets below it could not be opened: " + base);
            }
            this.base = base.toAbsolutePath();
            return this;
        }

        /** Keeps the data of claims in this folder, also after the node is closed. Default: removed with the claim. */
        public Builder keepClaims(Path folder) {
            this.claims = Optional.of(folder);
            return this;
        }

        /** Keeps logs in this folder, {@code <namespace>_<pod>/<container>.log}. Default: removed with the pod. */
        public Builder keepLogs(Path folder) {
            this.logs = Optional.of(folder.toAbsolutePath());
            return this;
        }

        /** Time that processes have to end when the node is closed. */
        public Builder closeGrace(Duration grace) {
            this.closeGrace = grace;
            return this;
        }

        /** Source of the last five characters of pod names. */
        public Builder random(RandomGenerator random) {
            this.random = random;
            return this;
        }

        /**
         * Starts the node.
         *
         * @throws IllegalStateException with {@link #unavailable()}'s reason
         */
        public ProcessNode start() {
            unavailable().ifPresent(reason -> {
                throw new IllegalStateException(reason);
            });
            return new ProcessNode(new NodeLoop(new NodeSettings(
                    client,
                    binaries.orElseGet(Binaries::standard)::require,
                    name,
                    namespace,
                    base,
                    claims,
                    logs,
                    closeGrace,
                    random)));
        }
    }
}

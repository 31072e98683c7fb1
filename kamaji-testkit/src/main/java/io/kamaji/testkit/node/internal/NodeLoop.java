package io.kamaji.testkit.node.internal;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.testkit.node.Argv;
import io.kamaji.testkit.node.RunningPod;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's one loop: looks at what the API has and what runs, and brings both together. It looks again at every
 * change and each second while pods run; a request that fails is made again by the next look. Thread-safe.
 */
public final class NodeLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeLoop.class);
    private static final long TICK = 1000;
    private static final long RETRY = 300;

    private final NodeSettings settings;
    private final StateFolder state;
    private final Spawner spawner;
    private final Pods pods;
    private final Workloads workloads;
    private final ServiceForwarder forwarder = new ServiceForwarder();
    private final Map<ResourceType, Watched> watched = new LinkedHashMap<>();
    private final Map<String, JsonObject> writtenPods = new HashMap<>();
    private final Thread thread;
    private final Thread hook = new Thread(this::killAll, "kamaji-node-exit");
    private final Object signal = new Object();
    private boolean dirty = true;
    private volatile boolean objectsChanged;
    private volatile boolean closed;
    private volatile long looks;

    public NodeLoop(NodeSettings settings) {
        this.settings = settings;
        this.state = StateFolder.take(settings.base());
        this.spawner = new Spawner(state);
        for (var type : List.of(
                ResourceTypes.DEPLOYMENT,
                ResourceTypes.REPLICA_SET,
                ResourceTypes.POD,
                ResourceTypes.SERVICE,
                ResourceTypes.SECRET,
                ResourceTypes.CONFIG_MAP,
                ResourceTypes.PERSISTENT_VOLUME_CLAIM)) {
            var content = type == ResourceTypes.SECRET || type == ResourceTypes.CONFIG_MAP;
            watched.put(
                    type, new Watched(settings.client(), new ListRequest(type, settings.namespace(), "", false), () -> {
                        objectsChanged |= content;
                        wake();
                    }));
        }
        this.pods = new Pods(settings, state, spawner, new Seen(), this::wake);
        this.workloads = new Workloads(settings, watched, pods);
        this.thread = new Thread(this::run, "kamaji-node");
        thread.setDaemon(true);
        Runtime.getRuntime().addShutdownHook(hook);
        thread.start();
    }

    /** How often it has looked at everything and written what was to be written. */
    public long looks() {
        return looks;
    }

    /** The pods that run now. */
    public List<RunningPod> running() {
        return pods.all().stream().map(PodStatus::running).toList();
    }

    /** The last command line of a container; the pod by its name or {@code namespace/name}. */
    public Optional<Argv> argv(String pod, String container) {
        return pods.find(pod).flatMap(runner -> runner.container(container)).flatMap(ContainerProcess::argv);
    }

    /** What a container has written so far; the pod by its name or {@code namespace/name}. */
    public String logs(String pod, String container) {
        return pods.find(pod)
                .flatMap(runner -> runner.container(container))
                .map(ContainerProcess::log)
                .orElse("");
    }

    /** The node's own folder. */
    public java.nio.file.Path folder() {
        return state.path();
    }

    private void wake() {
        synchronized (signal) {
            dirty = true;
            signal.notifyAll();
        }
    }

    private void run() {
        while (!closed) {
            var failed = false;
            try {
                if (watched.values().stream().allMatch(Watched::isListed)) {
                    pass();
                    looks++; // by this thread only
                }
            } catch (ClusterException e) {
                LOG.debug("{}", e.toString());
                failed = true;
            } catch (RuntimeException | IOException e) {
                LOG.warn("node", e);
                failed = true;
            }
            rest(failed);
        }
    }

    private void rest(boolean failed) {
        synchronized (signal) {
            try {
                if (failed) {
                    signal.wait(RETRY);
                } else if (!dirty && !closed) {
                    signal.wait(TICK);
                }
            } catch (InterruptedException e) {
                closed = true;
            }
            dirty = failed;
        }
    }

    private void pass() throws IOException {
        if (objectsChanged) {
            objectsChanged = false;
            pods.all().forEach(PodRunner::refreshVolumes);
        }
        end();
        workloads.pass();
        routes();
        claims();
        statuses();
        workloads.statuses();
    }

    /** Pods deleted in the API are ended, ended ones are deleted there. */
    private void end() {
        var api = of(ResourceTypes.POD);
        for (var runner : pods.all()) {
            var object = api.get(runner.namespace(), runner.name());
            var gone = api.isDeleted(runner.uid());
            if (gone) {
                runner.stop(runner.standardGrace());
            }
            object.flatMap(pod -> pod.number("metadata", "deletionGracePeriodSeconds"))
                    .map(Duration::ofSeconds)
                    .ifPresent(runner::stop);
            if (runner.isDone()) {
                if (!gone) {
                    StatusWriter.deletePod(settings.client(), runner.pod(), PodStatus.of(runner));
                    api.remove(runner.pod());
                }
                writtenPods.remove(runner.uid());
                pods.remove(runner);
            }
        }
    }

    private void routes() {
        var endpoints = pods.all().stream()
                .map(runner -> {
                    var ports = new HashMap<String, Integer>();
                    runner.mains().forEach(container -> ports.putAll(Launcher.ports(container.container())));
                    runner.inits().forEach(container -> ports.putAll(Launcher.ports(container.container())));
                    return new ServiceRoutes.Endpoint(
                            runner.namespace(),
                            runner.pod().texts("metadata", "labels"),
                            runner.address(),
                            ports,
                            runner.readySince().isPresent());
                })
                .toList();
        forwarder.set(ServiceRoutes.of(of(ResourceTypes.SERVICE).items(), endpoints, "127.0.0.1"));
    }

    /** Claims that pods use are bound; the folder of one that is gone is removed, unless claims are kept. */
    private void claims() throws IOException {
        var api = of(ResourceTypes.PERSISTENT_VOLUME_CLAIM);
        for (var claim : api.items()) {
            if (claim.text("status", "phase").filter("Bound"::equals).isEmpty()) {
                var status = JsonObject.of(
                        "phase",
                        "Bound",
                        "accessModes",
                        claim.get("spec", "accessModes"),
                        "capacity",
                        claim.get("spec", "resources", "requests"));
                api.put(StatusWriter.write(settings.client(), claim, status));
            }
        }
        if (settings.claims().isEmpty()) {
            var folders = state.path().resolve("pvc").toFile().list();
            for (var folder : folders == null ? new String[0] : folders) {
                var name = folder.split("_", 2);
                if (api.get(name[0], name[1]).isEmpty() && !isMounted(name[0], name[1])) {
                    StateFolder.delete(state.path().resolve("pvc").resolve(folder), null);
                }
            }
        }
    }

    private boolean isMounted(String namespace, String claim) {
        return pods.all().stream()
                .filter(runner -> runner.namespace().equals(namespace))
                .flatMap(runner -> runner.pod().array("spec", "volumes").objects())
                .anyMatch(volume -> volume.text("persistentVolumeClaim", "claimName")
                        .filter(claim::equals)
                        .isPresent());
    }

    private void statuses() {
        for (var runner : pods.all()) {
            var status = PodStatus.of(runner);
            if (!status.equals(writtenPods.get(runner.uid()))
                    && !of(ResourceTypes.POD).isDeleted(runner.uid())) {
                try {
                    of(ResourceTypes.POD).put(StatusWriter.write(settings.client(), runner.pod(), status));
                    writtenPods.put(runner.uid(), status);
                } catch (ClusterException e) {
                    if (!e.isNotFound()) {
                        throw e;
                    }
                    of(ResourceTypes.POD).remove(runner.pod());
                    wake();
                }
            }
        }
    }

    private Watched of(ResourceType type) {
        return java.util.Objects.requireNonNull(watched.get(type));
    }

    /** Ends all pods and removes all files; objects stay in the API as they are. */
    @Override
    public void close() {
        synchronized (signal) {
            if (closed) {
                return;
            }
            closed = true;
            signal.notifyAll();
        }
        watched.values().forEach(Watched::close);
        try {
            thread.join(5000);
            pods.all().forEach(runner -> runner.stop(settings.closeGrace()));
            for (var runner : pods.all()) {
                runner.join(settings.closeGrace().plus(Duration.ofSeconds(5)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        killAll();
        forwarder.close();
        spawner.close();
        state.close();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.trace("exiting", e);
        }
    }

    private void killAll() {
        pods.all().forEach(PodRunner::kill);
    }

    /** What containers see of the API. */
    private final class Seen implements ApiObjects {
        @Override
        public Optional<JsonObject> secret(String namespace, String name) {
            return of(ResourceTypes.SECRET).get(namespace, name);
        }

        @Override
        public Optional<JsonObject> configMap(String namespace, String name) {
            return of(ResourceTypes.CONFIG_MAP).get(namespace, name);
        }

        @Override
        public Map<String, String> serviceAddresses() {
            return ServiceRoutes.names(of(ResourceTypes.SERVICE).items());
        }
    }

    /** Writes whole statuses: one JSON patch of the subresource, so that nothing of an older one stays. */
    static final class StatusWriter {
        private StatusWriter() {}

        static JsonObject write(ClusterClient client, JsonObject object, JsonObject status) {
            return client.patch(
                    ObjectRef.of(object),
                    ClusterClient.PatchType.JSON,
                    JsonArray.of(JsonObject.of("op", "add", "path", "/status", "value", status)),
                    "status");
        }

        /**
         * Deletes a pod that has ended. A DELETE of one that still runs, as its status says, only asks its node to end
         * it: so its last status comes first, as a kubelet writes it.
         */
        static void deletePod(ClusterClient client, JsonObject pod, JsonObject status) {
            try {
                write(client, pod, status);
                client.delete(
                        ObjectRef.of(pod),
                        new ClusterClient.Preconditions(pod.text("metadata", "uid"), Optional.empty()));
            } catch (ClusterException e) {
                if (!e.isNotFound() && !e.isConflict()) { // else it is gone, another may have its name
                    throw e;
                }
            }
        }
    }
}

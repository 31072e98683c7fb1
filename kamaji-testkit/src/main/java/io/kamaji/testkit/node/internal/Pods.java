package io.kamaji.testkit.node.internal;

import io.kamaji.api.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The pods that run on a node. Thread-safe. */
final class Pods {
    private final NodeSettings settings;
    private final StateFolder state;
    private final Spawner spawner;
    private final ApiObjects api;
    private final Runnable changed;
    private final Map<String, PodRunner> runners = new ConcurrentHashMap<>();
    private int count;

    Pods(NodeSettings settings, StateFolder state, Spawner spawner, ApiObjects api, Runnable changed) {
        this.settings = settings;
        this.state = state;
        this.spawner = spawner;
        this.api = api;
        this.changed = changed;
    }

    /** Starts a pod that the API has. */
    synchronized void start(JsonObject pod) {
        var number = ++count;
        var folder = state.path().resolve(String.valueOf(number));
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var address =
                pod.text("status", "podIP").filter(ip -> ip.startsWith("127.")).orElseGet(() -> address(number));
        var namespace = WorkloadObjects.namespace(pod);
        var logs = settings.logs()
                .map(logFolder -> logFolder.resolve(namespace + "_" + WorkloadObjects.name(pod)))
                .orElse(folder.resolve("log"));
        var volumes = new Volumes(pod, address, folder, claim -> claimFolder(namespace, claim), api);
        var launcher = new Launcher(pod, address, folder, logs, volumes, api, settings.binaries(), spawner);
        var runner = new PodRunner(pod, folder, volumes, launcher, changed);
        runners.put(runner.uid(), runner);
        runner.start();
    }

    /** Where the API gives none, pods of node n have 127.(128 + n).*: other nodes of this user have other numbers. */
    private String address(int number) {
        var host = number - 1;
        return "127." + (128 + state.number()) + "." + host / 250 % 250 + "." + (host % 250 + 2);
    }

    Path claimFolder(String namespace, String claim) {
        return settings.claims()
                .orElse(state.path().resolve("pvc"))
                .resolve(namespace + "_" + claim)
                .toAbsolutePath();
    }

    List<PodRunner> all() {
        return List.copyOf(runners.values());
    }

    /** By name or {@code namespace/name}. */
    Optional<PodRunner> find(String pod) {
        return runners.values().stream()
                .filter(runner -> pod.equals(runner.name()) || pod.equals(runner.namespace() + "/" + runner.name()))
                .findFirst();
    }

    void remove(PodRunner runner) {
        runners.remove(runner.uid());
    }
}

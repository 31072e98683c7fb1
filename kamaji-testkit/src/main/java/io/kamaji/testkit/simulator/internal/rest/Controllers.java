package io.kamaji.testkit.simulator.internal.rest;

import io.kamaji.api.json.JsonObject;
import io.kamaji.testkit.simulator.internal.schema.ServedType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Stands in for the controllers of an admin cluster, as far as they are switched on: gives LoadBalancers their address and
 * makes Deployments available. Without delay it works in the thread of the write, with a delay in one daemon thread of the real
 * clock. Thread-safe.
 */
public final class Controllers implements AutoCloseable {
    private final Cluster cluster;
    private final Writer writer;
    private final Optional<Duration> loadBalancers;
    private final Optional<Duration> deployments;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "api-server-simulator-controllers");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param loadBalancers after which time a LoadBalancer has its address; empty: never
     * @param deployments after which time a Deployment is available; empty: never
     */
    public Controllers(
            Cluster cluster, Writer writer, Optional<Duration> loadBalancers, Optional<Duration> deployments) {
        this.cluster = cluster;
        this.writer = writer;
        this.loadBalancers = loadBalancers;
        this.deployments = deployments;
    }

    /** After a change of any object. */
    public void changed(ServedType type, JsonObject object) {
        if (type.qualified().equals("services") && isBalancerWithoutAddress(object)) {
            loadBalancers.ifPresent(delay -> after(delay, () -> giveAddress(type, object)));
        } else if (type.qualified().equals("deployments.apps") && isBehind(object)) {
            deployments.ifPresent(delay -> after(delay, () -> makeAvailable(type, object)));
        }
    }

    private void after(Duration delay, Runnable work) {
        if (delay.isZero()) {
            work.run();
        } else {
            later.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static boolean isBalancerWithoutAddress(JsonObject service) {
        return service.text("spec", "type").orElse("").equals("LoadBalancer")
                && !service.object("spec").has("loadBalancerClass")
                && service.array("status", "loadBalancer", "ingress").isEmpty();
    }

    private static boolean isBehind(JsonObject deployment) {
        return !deployment.number("metadata", "generation").equals(deployment.number("status", "observedGeneration"));
    }

    private Optional<JsonObject> live(ServedType type, JsonObject object) {
        var meta = object.object("metadata");
        return cluster.find(
                        type,
                        meta.text("namespace").orElse(""),
                        meta.text("name").orElse(""))
                .filter(found -> found.text("metadata", "uid").equals(meta.text("uid")));
    }

    private void giveAddress(ServedType type, JsonObject seen) {
        synchronized (cluster.store()) {
            live(type, seen).filter(Controllers::isBalancerWithoutAddress).ifPresent(service -> {
                var taken = cluster.store().list("services", "").stream()
                        .flatMap(s ->
                                s.array("status", "loadBalancer", "ingress").objects())
                        .flatMap(ingress -> ingress.text("ip").stream())
                        .collect(Collectors.toSet());
                var asked = service.text("spec", "loadBalancerIP");
                var address = asked.orElseGet(() -> cluster.addresses().loadBalancer(ip -> !taken.contains(ip)));
                var ingress = List.of(JsonObject.of("ip", address, "ipMode", "VIP"));
                writer.update(
                        type,
                        service,
                        service.with("status", JsonObject.of("loadBalancer", JsonObject.of("ingress", ingress))),
                        "status",
                        WriteOptions.by("load-balancer-controller"));
            });
        }
    }

    private void makeAvailable(ServedType type, JsonObject seen) {
        synchronized (cluster.store()) {
            live(type, seen).filter(Controllers::isBehind).ifPresent(deployment -> {
                var replicas = deployment.number("spec", "replicas").orElse(1L);
                writer.update(
                        type,
                        deployment,
                        deployment.with("status", available(deployment, replicas)),
                        "status",
                        WriteOptions.by("kube-controller-manager"));
            });
        }
    }

    private JsonObject available(JsonObject deployment, long replicas) {
        var conditions = List.of(
                condition("Available", "MinimumReplicasAvailable", "Deployment has minimum availability."),
                condition("Progressing", "NewReplicaSetAvailable", "ReplicaSet has successfully progressed."));
        return JsonObject.of(
                "observedGeneration",
                deployment.number("metadata", "generation"),
                "replicas",
                replicas,
                "updatedReplicas",
                replicas,
                "readyReplicas",
                replicas,
                "availableReplicas",
                replicas,
                "conditions",
                conditions);
    }

    private JsonObject condition(String type, String reason, String message) {
        var now = cluster.now();
        return JsonObject.of(
                "type",
                type,
                "status",
                "True",
                "reason",
                reason,
                "message",
                message,
                "lastUpdateTime",
                now,
                "lastTransitionTime",
                now);
    }

    @Override
    public void close() {
        later.shutdownNow();
    }
}

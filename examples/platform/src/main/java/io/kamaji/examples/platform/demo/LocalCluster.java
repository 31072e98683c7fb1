package io.kamaji.examples.platform.demo;

import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.Binaries;
import io.kamaji.testkit.ProcessNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** An admin cluster inside of this JVM, whose pods are processes of this machine. */
public final class LocalCluster implements AutoCloseable {
    private static final List<String> PROGRAMS = List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler");

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final AdminCluster admin;

    private LocalCluster(String version) {
        var binaries = Binaries.builder()
                .progress(line -> System.out.println("  " + line))
                .build();
        PROGRAMS.forEach(program -> binaries.require(program, version));
        binaries.require("kine", "");
        var simulator = ApiServerSimulator.start();
        parts.push(simulator);
        admin = AdminCluster.kubeconfig(simulator.kubeconfig());
        var client = admin.connect();
        parts.push(client);
        parts.push(ProcessNode.builder(client).binaries(binaries).start());
    }

    /**
     * Starts one.
     *
     * @param version of which the binaries must be there; others are looked for when they are needed
     * @throws io.kamaji.testkit.BinaryNotFoundException with the ways to have it, if a binary can't be had
     */
    public static LocalCluster start(String version) {
        return new LocalCluster(version);
    }

    /** How it is reached. */
    public AdminCluster admin() {
        return admin;
    }

    @Override
    public void close() {
        Parts.close(parts);
    }
}

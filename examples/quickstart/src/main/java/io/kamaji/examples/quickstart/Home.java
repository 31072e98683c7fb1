package io.kamaji.examples.quickstart;

import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.plan.Plan;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.Binaries;
import io.kamaji.testkit.ProcessNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the tenant runs: an admin cluster of the user's, or one inside of this JVM with a node made of local processes. */
final class Home implements AutoCloseable {
    private final AdminCluster admin;
    private final Optional<ApiServerSimulator> simulator;
    private Optional<ClusterClient> client = Optional.empty();
    private Optional<ProcessNode> node = Optional.empty();

    private Home(AdminCluster admin, Optional<ApiServerSimulator> simulator) {
        this.admin = admin;
        this.simulator = simulator;
    }

    static Home of(Options options) {
        if (options.kubeconfig().isPresent()) {
            return new Home(AdminCluster.kubeconfig(options.kubeconfig().get()), Optional.empty());
        }
        var simulator = ApiServerSimulator.start();
        return new Home(AdminCluster.kubeconfig(simulator.kubeconfig()), Optional.of(simulator));
    }

    AdminCluster admin() {
        return admin;
    }

    /**
     * A real admin cluster has nodes; the one in this JVM gets its node here.
     *
     * @throws io.kamaji.testkit.BinaryNotFoundException at once, with the ways to have it, if a binary can't be had
     */
    void runPods(Plan plan) {
        if (simulator.isPresent()) {
            var binaries = Binaries.builder()
                    .progress(line -> System.out.println("  " + line))
                    .build();
            images(plan).forEach(image -> {
                var name = image.substring(image.lastIndexOf('/') + 1).split(":");
                binaries.require(name[0], name[1]);
            });
            client = Optional.of(admin.connect());
            node = Optional.of(
                    ProcessNode.builder(client.get()).binaries(binaries).start());
        }
    }

    private static List<String> images(Plan plan) {
        return plan.changes().stream()
                .filter(change -> change.ref().kind().equals("Deployment"))
                .flatMap(change -> change.manifest().stream())
                .map(manifest -> manifest.tree().object("spec", "template", "spec"))
                .flatMap(pod -> Stream.of("initContainers", "containers")
                        .flatMap(place -> pod.array(place).objects()))
                .flatMap(container -> container.text("image").stream())
                .distinct()
                .toList();
    }

    /** Leaves the tenant running for a person to look at; a script goes on at once. */
    void waitForEnter() throws IOException {
        if (System.console() != null) {
            System.out.println("Press Enter to delete the tenant.");
            System.in.read();
        }
    }

    @Override
    public void close() {
        node.ifPresent(ProcessNode::close);
        client.ifPresent(ClusterClient::close);
        simulator.ifPresent(ApiServerSimulator::close);
    }
}

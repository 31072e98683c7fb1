package io.kamaji.testkit;

import io.kamaji.testkit.admin.internal.ApiServerProcess;
import io.kamaji.testkit.admin.internal.GivenCluster;
import io.kamaji.testkit.admin.internal.K3sCluster;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What an admin cluster under test can be made of.
 *
 * <pre>{@code
 * static AdminClusterUnderTest admin;
 *
 * @BeforeAll
 * static void start() {
 *   admin = AdminClusterKind.asked().startOrSkip();
 * }
 * }</pre>
 */
public enum AdminClusterKind {
    /** {@link ApiServerSimulator}, in this JVM; Deployments stay without pods. */
    SIMULATOR(Optional::empty, ApiServerSimulator::start),

    /**
     * The upstream binaries etcd and kube-apiserver as processes of this machine, TLS on 127.0.0.1; nothing runs Deployments, no
     * garbage is collected, and namespaces are deleted by no one.
     */
    PROCESSES(ApiServerProcess::missing, ApiServerProcess::start),

    /** K3s in a container, by {@code org.testcontainers:k3s}, which the test's project must have; pods run. */
    K3S(K3sCluster::missing, K3sCluster::start),

    /** The cluster of a kubeconfig file that property {@code kamaji.test.kubeconfig} or {@code KAMAJI_TEST_KUBECONFIG} names. */
    GIVEN(GivenCluster::missing, GivenCluster::open);

    private final Supplier<Optional<String>> missing;
    private final Supplier<AdminClusterUnderTest> starting;

    AdminClusterKind(Supplier<Optional<String>> missing, Supplier<AdminClusterUnderTest> starting) {
        this.missing = missing;
        this.starting = starting;
    }

    /**
     * The one that property {@code kamaji.test.admin} or {@code KAMAJI_TEST_ADMIN} names, in any case; else the simulator.
     *
     * @throws IllegalArgumentException if there is none of this name; with those that there are
     */
    public static AdminClusterKind asked() {
        var fromEnvironment = Optional.ofNullable(System.getenv("KAMAJI_TEST_ADMIN"));
        var name = Optional.ofNullable(System.getProperty("kamaji.test.admin"))
                .or(() -> fromEnvironment)
                .orElse(SIMULATOR.name());
        return Stream.of(values())
                .filter(kind -> kind.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("kamaji.test.admin: '" + name + "' is none of "
                        + Stream.of(values())
                                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                                .toList()));
    }

    /** What this machine lacks to start one; empty if nothing. */
    public Optional<String> missing() {
        return missing.get();
    }

    /**
     * Starts one; it answers when this returns.
     *
     * @throws RuntimeException if something is missing or it does not come up; with the end of its log
     */
    public AdminClusterUnderTest start() {
        return starting.get();
    }

    /** Starts one, or skips the test with what is missing; with {@code kamaji.requireReal=true} the test fails instead. */
    public AdminClusterUnderTest startOrSkip() {
        Real.skipUnless(missing());
        return start();
    }
}

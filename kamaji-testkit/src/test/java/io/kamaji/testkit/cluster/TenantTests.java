package io.kamaji.testkit.cluster;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.kamaji.core.cluster.ClusterClient;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherConstants;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Test classes as users write them, and what becomes of them when JUnit's launcher runs them. */
final class TenantTests {
    /** A version that nobody has. */
    private static final String NEVER = "1.99.0";

    private TenantTests() {}

    @TenantCluster(version = NEVER)
    static class ByParameter {
        @Test
        void refusesTheEleventhPod(TenantKubeconfig tenant) {}
    }

    @TenantCluster(version = NEVER)
    static class ByClientParameter {
        @Test
        void refusesTheEleventhPod(ClusterClient tenant) {}
    }

    @TenantCluster(version = NEVER)
    static class ByField {
        TenantKubeconfig tenant;

        @Test
        void refusesTheEleventhPod() {}
    }

    @TenantCluster(version = NEVER)
    static class ByStaticField {
        static TenantKubeconfig tenant;

        @Test
        void refusesTheEleventhPod() {}
    }

    @TenantCluster(version = NEVER)
    static class ByConstructor {
        ByConstructor(TenantKubeconfig tenant) {}

        @Test
        void refusesTheEleventhPod() {}
    }

    @TenantCluster(version = NEVER)
    static class BeforeAllOfThem {
        @BeforeAll
        static void start(TenantKubeconfig tenant) {}

        @Test
        void refusesTheEleventhPod() {}
    }

    static class OnTheMethod {
        @Test
        @TenantCluster(version = NEVER)
        void refusesTheEleventhPod(TenantKubeconfig tenant) {}
    }

    @TenantCluster(version = NEVER)
    static class Outside {
        @Nested
        class Inside {
            @Test
            void refusesTheEleventhPod(TenantKubeconfig tenant) {}
        }
    }

    @TenantCluster(version = NEVER)
    static class ByText {
        @Test
        void refusesTheEleventhPod(@KubeconfigText String kubeconfig) {}
    }

    static final Class<?>[] WITHOUT_BINARIES = {
        ByParameter.class,
        ByClientParameter.class,
        ByField.class,
        ByStaticField.class,
        ByConstructor.class,
        BeforeAllOfThem.class,
        OnTheMethod.class,
        Outside.class,
        ByText.class
    };

    @TenantCluster
    static class Real {
        private static TenantKubeconfig first;

        @Test
        void first(TenantKubeconfig tenant, ClusterClient api, @KubeconfigText String kubeconfig) {
            if (!kubeconfig.equals(tenant.toYaml()) || !api.raw("/readyz").equals("ok")) {
                throw new AssertionError("not the tenant's");
            }
            same(tenant);
        }

        @Test
        void second(TenantKubeconfig tenant) {
            same(tenant);
        }

        private static void same(TenantKubeconfig tenant) {
            if (first != null && first != tenant) {
                throw new AssertionError("another cluster");
            }
            first = tenant;
        }
    }

    /** What became of each class, the first time that anything but success did: {@code skipped: reason} or {@code failed: …}. */
    static Map<String, String> run(Class<?>... tests) {
        var outcomes = new TreeMap<String, String>();
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Stream.of(tests).map(test -> selectClass(test)).toList())
                .configurationParameter(LauncherConstants.CAPTURE_STDOUT_PROPERTY_NAME, "false")
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionSkipped(TestIdentifier test, String reason) {
                outcomes.putIfAbsent(name(test), "skipped: " + reason);
            }

            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                var because = result.getThrowable().map(Throwable::toString).orElse("");
                switch (result.getStatus()) {
                    case ABORTED -> outcomes.putIfAbsent(name(test), "skipped: " + because);
                    case FAILED -> outcomes.putIfAbsent(name(test), "failed: " + because);
                    case SUCCESSFUL -> {
                        if (test.isTest()) {
                            outcomes.putIfAbsent(name(test), "passed");
                        }
                    }
                }
            }
        });
        return outcomes;
    }

    private static String name(TestIdentifier test) {
        for (var part : test.getUniqueIdObject().getSegments()) {
            if (part.getType().equals("class")) {
                return part.getValue().substring(part.getValue().lastIndexOf('$') + 1);
            }
        }
        return test.getDisplayName();
    }

    /** Runs the classes that are named and prints what became of them, a line each. */
    public static void main(String[] names) throws ClassNotFoundException {
        var tests = new Class<?>[names.length];
        for (int i = 0; i < names.length; i++) {
            tests[i] = Class.forName(TenantTests.class.getName() + "$" + names[i]);
        }
        run(tests).forEach((name, outcome) -> System.out.println(name + " " + outcome.replace('\n', '|')));
        System.exit(0); // as Surefire would
    }
}

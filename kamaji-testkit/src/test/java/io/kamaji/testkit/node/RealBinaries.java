package io.kamaji.testkit.node;

import io.kamaji.testkit.Binaries;
import io.kamaji.testkit.ProcessNode;
import io.kamaji.testkit.Real;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Skips a test that has not the binaries it needs, with the reason; fails it with {@code -Dkamaji.requireReal=true}. Most tests
 * of tenants as processes run the version that {@code -Dkamaji.test.kubernetes} names.
 */
public final class RealBinaries {
    /** The newest minor's; only {@code .ci/run --all} has them, so tests of it are tagged {@code long}. */
    public static final String NEWEST = "1.37.2";

    public static final String KUBERNETES = System.getProperty("kamaji.test.kubernetes", "1.36.3");

    private RealBinaries() {}

    /** The binary of a version, or the test is skipped. */
    public static String require(String name, String version) {
        var found = Binaries.standard().find(name, version);
        Real.skipUnless(
                found.isPresent()
                        ? Optional.empty()
                        : Optional.of(
                                ("no " + name + " " + version).strip() + " on this machine: set KAMAJI_BINARIES"));
        return found.orElseThrow().toString();
    }

    public static void assume(String... names) {
        var binaries = Binaries.standard();
        var missing = ProcessNode.unavailable()
                .or(() -> Stream.of(names)
                        .filter(name -> binaries.find(name, name.startsWith("kube") ? KUBERNETES : "")
                                .isEmpty())
                        .findFirst()
                        .map(name -> "no " + name + " on this machine: set KAMAJI_BINARIES"));
        Real.skipUnless(missing);
    }
}

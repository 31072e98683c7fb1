package io.kamaji.testkit.node;

import io.kamaji.testkit.Binaries;
import io.kamaji.testkit.ProcessNode;
import io.kamaji.testkit.Real;
import java.util.stream.Stream;

/** Skips a test that has not the binaries it needs, with the reason; fails it with {@code -Dkamaji.requireReal=true}. */
public final class RealBinaries {
    public static final String KUBERNETES = System.getProperty("kamaji.test.kubernetes", "1.36.3");

    private RealBinaries() {}

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

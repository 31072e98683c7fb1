package io.kamaji.testkit.node;

import io.kamaji.testkit.Binaries;
import io.kamaji.testkit.ProcessNode;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

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
        skipUnless(missing);
    }

    /** Skips or fails with the reason, if there is one. */
    public static void skipUnless(Optional<String> missing) {
        missing.ifPresent(reason -> {
            if (Boolean.getBoolean("kamaji.requireReal")) {
                Assertions.fail(reason);
            }
            Assumptions.abort(reason);
        });
    }
}

package io.kamaji.testkit.admin.internal;

import io.kamaji.testkit.AdminClusterUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A cluster that is there, of which tests are given a kubeconfig. Immutable. */
public final class GivenCluster implements AdminClusterUnderTest {
    private static final String PROPERTY = "kamaji.test.kubeconfig";
    private static final String VARIABLE = "KAMAJI_TEST_KUBECONFIG";

    private final String kubeconfig;

    private GivenCluster(String kubeconfig) {
        this.kubeconfig = kubeconfig;
    }

    private static Optional<Path> file() {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
                .filter(name -> !name.isBlank())
                .map(Path::of);
    }

    public static Optional<String> missing() {
        return file().map(file -> Files.isReadable(file)
                        ? Optional.<String>empty()
                        : Optional.of("no kubeconfig can be read at " + file))
                .orElseGet(() -> Optional.of("no cluster is given: -D" + PROPERTY + "=FILE or " + VARIABLE));
    }

    public static AdminClusterUnderTest open() {
        missing().ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
        try {
            return new GivenCluster(Files.readString(file().orElseThrow()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String kubeconfig() {
        return kubeconfig;
    }

    @Override
    public void close() {
        // it is not ours
    }
}

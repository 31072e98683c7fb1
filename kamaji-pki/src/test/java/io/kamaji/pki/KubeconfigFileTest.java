package io.kamaji.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kubeconfig in a file: nobody but its owner reads it, whatever was there before. */
class KubeconfigFileTest {
    private static final Kubeconfig KUBECONFIG = new Kubeconfig(
                    "blue", "https://203.0.113.7:6443", "", Optional.empty(), "jane", Optional.empty())
            .withToken("secret");

    @TempDir
    private Path folder;

    @Test
    void writeTo_newFileAndOneThatAllMayRead_onlyTheOwnerMay() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX permissions here");
        var open = Files.writeString(folder.resolve("open"), "old");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));

        for (var file : new Path[] {KUBECONFIG.writeTo(folder.resolve("new")), KUBECONFIG.writeTo(open)}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(Kubeconfig.parse(Files.readString(file))).isEqualTo(KUBECONFIG);
        }
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("new", "open");
    }
}

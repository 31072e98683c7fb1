package io.kamaji.testkit.node.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of nodes, taken by JVMs that know nothing of each other. */
class StateFolderTest {
    @TempDir
    Path base;

    @BeforeAll
    static void linux() {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self")), "folders of nodes need Linux");
    }

    /** Run in a JVM of its own: takes a folder and prints its number. */
    public static void main(String... args) {
        try (var folder = StateFolder.take(Path.of(args[0]))) {
            System.out.println(folder.number());
        }
    }

    private String takenByAnotherJvm() throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StateFolderTest.class.getName(),
                        base.toString())
                .redirectErrorStream(true)
                .start();
        var text = new String(process.getInputStream().readAllBytes()).strip();
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }

    @Test
    void take_heldByThisJvm_isLeftAloneByAnother() throws Exception {
        try (var first = StateFolder.take(base)) {
            var file = Files.writeString(first.path().resolve("mine"), "kept");
            // a second node of this JVM must not end the first one's lock
            try (var second = StateFolder.take(base)) {
                assertThat(second.number()).isEqualTo(1);
            }
            assertThat(takenByAnotherJvm()).isEqualTo("1");
            assertThat(file).hasContent("kept");
        }
        assertThat(base).isEmptyDirectory();
    }

    @Test
    void take_leftByAKilledJvm_isEmptiedAndTaken() throws IOException {
        var left = Files.createDirectories(base.resolve("kmj-0/pid"));
        Files.writeString(left.resolve("999999999"), "1");
        Files.writeString(base.resolve("kmj-0/old"), "x");
        try (var folder = StateFolder.take(base)) {
            assertThat(folder.number()).isZero();
            assertThat(folder.path().resolve("old")).doesNotExist();
        }
    }
}

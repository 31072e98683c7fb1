package io.kamaji.testkit.conformance;

import io.kamaji.testkit.bed.BedImages;
import io.kamaji.testkit.bed.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * agnhost and busybox as the suite needs them: with the links, the curl and the shell that upstream's have. The bed's lack
 * {@code /agnhost-2} and curl, and their shell drops variables such as {@code data-1}. They seem to come from a registry of
 * their own, which the suite is told by its {@code KUBE_TEST_REPO_LIST}.
 */
final class SuiteImages {
    private static final String REGISTRY = BedImages.REPOSITORY + "/e2e";

    private SuiteImages() {}

    /** Makes each version that the suite asks for, and the list of registries for it. */
    static void make(BedImages images, Path suite, Path agnhost, Path registries) {
        try {
            Files.writeString(registries, "promoterE2eRegistry: " + REGISTRY + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Programs.run(Duration.ofMinutes(1), List.of(suite.toString(), "--list-images"))
                .orThrow()
                .lines()
                .map(line -> line.substring(line.lastIndexOf('/') + 1))
                .forEach(name -> {
                    if (name.startsWith("agnhost:")) {
                        makeAgnhost(images, agnhost, name);
                    } else if (name.startsWith("busybox:")) {
                        makeBusybox(images, name);
                    }
                });
    }

    private static void makeAgnhost(BedImages images, Path agnhost, String name) {
        var curl = BedImages.program("curl");
        var files = new ArrayList<>(shell());
        files.addAll(List.of("agnhost=" + agnhost, "agnhost-2=link:agnhost", "usr/bin/curl=" + curl));
        var linked = List.of(curl, BedImages.program("bash"));
        images.make(REGISTRY + "/" + name, files, linked, "--entrypoint=[\"/agnhost\"]", "--cmd=[\"pause\"]");
    }

    private static void makeBusybox(BedImages images, String name) {
        images.make(REGISTRY + "/" + name, shell(), List.of(BedImages.program("bash")), "--cmd=[\"sh\"]");
    }

    /**
     * busybox under each of its names, and a bash for those who ask for {@code sh} without a folder: one test prints variables
     * with it that this machine's busybox drops, another awaits busybox's own words from {@code /bin/sh}.
     */
    private static List<String> shell() {
        var busybox = BedImages.program("busybox");
        var files = new ArrayList<>(List.of(
                "bin/busybox=" + busybox, "bin/bash=" + BedImages.program("bash"), "usr/local/bin/sh=link:/bin/bash"));
        Programs.run(Duration.ofMinutes(1), List.of(busybox.toString(), "--list"))
                .orThrow()
                .lines()
                .filter(applet -> !List.of("busybox", "bash").contains(applet))
                .forEach(applet -> files.add("bin/" + applet + "=link:busybox"));
        return files;
    }
}

package io.kamaji.testkit.bed;

import io.kamaji.api.setting.Settings;
import io.kamaji.testkit.Binaries;
import io.kamaji.testkit.Real;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Images for the pods of tests, packed from programs of this machine and the libraries these are linked to, and put where
 * the bed's registry serves them. Needs {@code KAMAJI_TEST_BED} and {@code BED_HOME}.
 */
public final class BedImages {
    /** Where the images seem to come from. */
    public static final String REPOSITORY = "images.test";

    /** busybox, and a bash whose {@code /dev/tcp} asks the pod's name server: a static busybox can't. */
    public static final String SHELL = REPOSITORY + "/shell:1";

    /** The same with curl. */
    public static final String CURL = REPOSITORY + "/curl:1";

    private static final Pattern LIBRARY = Pattern.compile("/\\S+\\.so\\S*");

    private final Path script;
    private final Path folder;

    private BedImages(Path script, Path folder) {
        this.script = script;
        this.folder = folder;
    }

    /** Ready to make images, or the test is skipped with the reason. */
    public static BedImages require() {
        return new BedImages(
                Bed.require("KAMAJI_TEST_BED").resolve("mkimage.py"),
                Bed.require("BED_HOME").resolve("images"));
    }

    /** {@link #SHELL}. */
    public void makeShell() {
        var files = new ArrayList<>(List.of("bin/bash=" + program("bash"), "bin/busybox=" + program("busybox")));
        for (var applet : List.of("sh", "cat", "hostname", "httpd", "sleep")) {
            files.add("bin/" + applet + "=link:busybox");
        }
        make(SHELL, files, List.of(program("bash"), program("busybox")));
    }

    /**
     * HAProxy of this machine in the place of the image that relays run by default: as old as it may be, and with the same
     * command line.
     */
    public void makeRelay() {
        var haproxy = program("haproxy");
        make(Settings.DEFAULT_RELAY_IMAGE, List.of("usr/local/sbin/haproxy=" + haproxy), List.of(haproxy));
    }

    /** {@link #SHELL} with curl, for pods that ask an API. */
    public void makeCurl() {
        var files = new ArrayList<>(List.of(
                "bin/curl=" + program("curl"), "bin/bash=" + program("bash"), "bin/busybox=" + program("busybox")));
        for (var applet : List.of("sh", "cat", "sleep", "env")) {
            files.add("bin/" + applet + "=link:busybox");
        }
        make(CURL, files, List.of(program("curl"), program("bash"), program("busybox")));
    }

    /**
     * kube-proxy with all that iptables loads: the bed's own lacks a library of the match that spreads a Service over several
     * endpoints.
     *
     * @param version as in 1.36.3
     * @return its tag in {@link #REPOSITORY}
     */
    public String makeKubeProxy(String version) {
        var binary = Binaries.standard().find("kube-proxy", version);
        Real.skipUnless(binary.isPresent() ? Optional.empty() : Optional.of("no kube-proxy " + version));
        var tables = program("xtables-nft-multi");
        var conntrack = program("conntrack");
        var files = new ArrayList<>(List.of(
                "usr/local/bin/kube-proxy=" + binary.orElseThrow(),
                "usr/sbin/xtables-nft-multi=" + tables,
                "usr/sbin/conntrack=" + conntrack));
        for (var family : List.of("iptables", "ip6tables")) {
            for (var suffix : List.of("", "-save", "-restore")) {
                files.add("usr/sbin/" + family + suffix + "=link:xtables-nft-multi");
            }
        }
        var linked = new ArrayList<>(List.of(tables, conntrack));
        for (var extension : extensions()) {
            files.add(extension.toString().substring(1) + "=" + extension);
            linked.add(extension);
        }
        var tag = "v" + version + "-test";
        make(REPOSITORY + "/kube-proxy:" + tag, files, linked);
        return tag;
    }

    /**
     * Any image.
     *
     * @param files {@code path in the image=source}, where a source {@code link:TARGET} is a symbolic link
     * @param linked programs whose libraries are added
     * @param options of the bed's {@code mkimage.py}, as in {@code --entrypoint}
     */
    public void make(String name, List<String> files, List<Path> linked, String... options) {
        var command = new ArrayList<>(List.of("python3", script.toString(), folder.toString(), name));
        files.forEach(file -> command.add(file.replaceFirst("^([^=]*)=(.*)$", "$2=$1")));
        libraries(linked).forEach(library -> command.add(library + "=" + library.substring(1)));
        command.addAll(List.of(options));
        Programs.run(Duration.ofMinutes(1), command).orThrow();
    }

    /** What the dynamic linker would load, the linker itself among it; nothing for static programs. */
    private static List<String> libraries(List<Path> programs) {
        var command = new ArrayList<>(List.of("ldd"));
        programs.forEach(program -> command.add(program.toString()));
        return LIBRARY.matcher(Programs.run(Duration.ofMinutes(1), command).text())
                .results()
                .map(match -> match.group().replaceFirst(":$", ""))
                .filter(path -> !programs.contains(Path.of(path)))
                .distinct()
                .sorted()
                .toList();
    }

    /** The loadable parts of iptables. */
    private static List<Path> extensions() {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            var folder = folders.map(path -> path.resolve("xtables"))
                    .filter(Files::isDirectory)
                    .findFirst();
            Real.skipUnless(folder.isPresent() ? Optional.empty() : Optional.of("no iptables on this machine"));
            try (Stream<Path> parts = Files.list(folder.orElseThrow())) {
                return parts.filter(part -> part.toString().endsWith(".so"))
                        .sorted()
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program of this machine, or the test is skipped with the reason. */
    public static Path program(String name) {
        var found = Stream.concat(
                        Arrays.stream(System.getenv("PATH").split(File.pathSeparator)),
                        Stream.of("/usr/sbin", "/usr/bin", "/bin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        Real.skipUnless(found.isPresent() ? Optional.empty() : Optional.of("no " + name + " on this machine"));
        return found.orElseThrow();
    }
}

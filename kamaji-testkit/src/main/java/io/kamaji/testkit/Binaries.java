package io.kamaji.testkit;

import io.kamaji.testkit.binaries.Site;
import io.kamaji.testkit.binaries.internal.Download;
import io.kamaji.testkit.binaries.internal.GoBuild;
import io.kamaji.testkit.binaries.internal.Upstream;
import io.kamaji.testkit.binaries.internal.Version;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The upstream binaries of this machine, each found by itself and by its version.
 *
 * <p>Looked for in this order: the folders of {@code KAMAJI_BINARIES} (separated by {@code :}), {@code
 * KUBEBUILDER_ASSETS}, the cache ({@code $XDG_CACHE_HOME/kamaji/binaries}, else {@code ~/.cache/kamaji/binaries};
 * property {@code kamaji.binaries.cache} or {@code KAMAJI_BINARIES_CACHE} name another). Each folder may hold the
 * binaries themselves or one folder per version, {@code 1.36.3/kube-apiserver}. The exact version is taken first, else
 * the newest patch of the same minor; a binary that prints another minor is never taken, one that prints none is.
 *
 * <p>The cache is filled only when asked: {@link Builder#ways}, property {@code kamaji.binaries=download,build} or
 * {@code KAMAJI_BINARIES_GET=download,build}, tried in the order given. Default: never. Thread-safe; one process fills
 * at a time, others wait.
 */
public final class Binaries {

    /** How a binary that is not there may be had. */
    public enum Way {
        /** From the upstream release site, checksum verified. */
        DOWNLOAD,
        /** From its Go module; takes minutes. */
        BUILD;

        /**
         * Reads {@code download,build}.
         *
         * @throws IllegalArgumentException if a word is neither
         */
        public static List<Way> parse(String words) {
            return Stream.of(words.split(","))
                    .map(String::trim)
                    .filter(word -> !word.isEmpty())
                    .map(word -> {
                        try {
                            return valueOf(word.toUpperCase(Locale.ROOT));
                        } catch (IllegalArgumentException e) {
                            throw new IllegalArgumentException(
                                    "kamaji.binaries: '" + word + "' is neither download nor build", e);
                        }
                    })
                    .distinct()
                    .toList();
        }
    }

    private final Builder settings;

    private Binaries(Builder settings) {
        this.settings = settings;
    }

    /** As the environment and the system properties say. */
    public static Binaries standard() {
        return builder().build();
    }

    /** Starts from what the environment and the system properties say. */
    public static Builder builder() {
        return new Builder(System::getenv);
    }

    static Builder builder(UnaryOperator<@Nullable String> environment) {
        return new Builder(environment);
    }

    /** The binary if it is on this machine; never downloads or builds. Version with or without {@code v}; empty: any. */
    public Optional<Path> find(String name, String version) {
        return find(name, version, new ArrayList<>());
    }

    private Optional<Path> find(String name, String version, List<String> seen) {
        var wanted = Version.of(version);
        var found = new ArrayList<Map.Entry<Version, Path>>();
        for (var folder : settings.folders()) {
            for (var file : candidates(folder, name, wanted)) {
                var printed = Upstream.of(name).flatMap(upstream -> Version.printedBy(file, upstream));
                if (wanted.isEmpty() || printed.isEmpty() || printed.equals(wanted)) {
                    return Optional.of(file);
                }
                if (printed.get().sameMinor(wanted.get())) {
                    found.add(Map.entry(printed.get(), file));
                } else {
                    seen.add(file + " is " + printed.get());
                }
            }
        }
        return found.stream().max(Map.Entry.comparingByKey()).map(Map.Entry::getValue);
    }

    private static List<Path> candidates(Path folder, String name, Optional<Version> wanted) {
        var files = new ArrayList<Path>();
        try (var entries = Files.list(folder)) {
            entries.map(entry -> Map.entry(Version.of(entry.getFileName().toString()), entry))
                    .filter(entry -> entry.getKey().isPresent()
                            && (wanted.isEmpty() || entry.getKey().get().sameMinor(wanted.get())))
                    .sorted(Comparator.comparing((Map.Entry<Optional<Version>, Path> entry) ->
                                    entry.getKey().equals(wanted))
                            .thenComparing(entry -> entry.getKey().orElseThrow())
                            .reversed())
                    .forEach(entry -> files.add(entry.getValue().resolve(name)));
        } catch (IOException e) {
            return List.of(); // not there, which is usual
        }
        files.add(folder.resolve(name));
        files.removeIf(file -> !Files.isRegularFile(file) || !Files.isExecutable(file));
        return files;
    }

    /**
     * The binary, downloaded or built first if it is not there and a way was asked for.
     *
     * @throws BinaryNotFoundException if it can't be had
     */
    public Path require(String name, String version) {
        var seen = new ArrayList<String>();
        var found = find(name, version, seen);
        return found.orElseGet(() -> fill(name, version, seen));
    }

    private Path fill(String name, String version, List<String> seen) {
        var upstream = Upstream.of(name);
        var wanted = Version.of(version).or(() -> upstream.flatMap(row -> Version.of(row.usualVersion())));
        var problems = new ArrayList<String>();
        Exception last = null;
        if (upstream.isPresent() && wanted.isPresent()) {
            for (var way : settings.ways) {
                try {
                    return fill(upstream.get(), wanted.get(), way);
                } catch (IOException e) {
                    last = e;
                    problems.add(way.name().toLowerCase(Locale.ROOT) + ": " + e.getMessage());
                }
            }
        }
        throw new BinaryNotFoundException(message(name, wanted, upstream, seen, problems), last);
    }

    private Path fill(Upstream upstream, Version version, Way way) throws IOException {
        var folder = Files.createDirectories(settings.cache.resolve(version.toString()));
        var target = folder.resolve(upstream.name());
        var lock = folder.resolve("." + upstream.name() + ".lock");
        synchronized (Binaries.class) { // a file lock is held by a process, not by a thread
            try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = channel.lock()) {
                if (Files.isExecutable(target) && held.isValid()) {
                    return target; // another process was quicker
                }
                var scratch = Files.createTempDirectory(folder, "." + upstream.name());
                try {
                    var made = scratch.resolve(upstream.name());
                    if (way == Way.DOWNLOAD) {
                        new Download(settings.sites, settings.progress).fetch(upstream, version, settings.arch, made);
                    } else {
                        new GoBuild(go(), settings.progress).build(upstream, version, scratch.resolve("src"), made);
                    }
                    if (!made.toFile().setExecutable(true, false)) {
                        throw new IOException("can't make " + made + " executable");
                    }
                    Files.move(made, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                    settings.progress.accept(upstream.name() + " " + version + " is in " + target);
                    return target;
                } finally {
                    delete(scratch);
                }
            }
        }
    }

    private Path go() throws IOException {
        return settings.path.stream()
                .map(folder -> folder.resolve("go"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException("no go on the PATH"));
    }

    private String message(
            String name,
            Optional<Version> version,
            Optional<Upstream> upstream,
            List<String> seen,
            List<String> problems) {
        var number = version.map(Version::toString).orElse("VERSION");
        var lines = new ArrayList<String>();
        lines.add(name + " " + number + " is not on this machine.");
        lines.add(
                "Looked in: " + settings.folders().stream().map(Path::toString).collect(Collectors.joining(", ")));
        seen.forEach(line -> lines.add("  not taken, another minor: " + line));
        problems.forEach(line -> lines.add("  tried " + line));
        lines.add("Ways to have it (one is enough):");
        lines.add("  export KAMAJI_BINARIES=/folder     # that holds " + name + " or " + number + "/" + name);
        if (upstream.isPresent()) {
            lines.add("  -Dkamaji.binaries=download         # or: export KAMAJI_BINARIES_GET=download; fills "
                    + settings.cache);
            lines.add("  -Dkamaji.binaries=build            # the same, from Go modules; needs go; takes minutes");
        }
        upstream.flatMap(Upstream::download)
                .filter(from -> from.member().isEmpty())
                .ifPresent(from -> {
                    var uri =
                            settings.sites.getOrDefault(from.site(), from.site().standard())
                                    + upstream.get().fill(from.file(), number, settings.arch);
                    var file = settings.cache.resolve(number).resolve(name);
                    lines.add("  curl -fL --create-dirs -o " + file + " " + uri + " && chmod +x " + file);
                });
        return String.join("\n", lines);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    /** Where to look and how to fill; each method replaces what the environment says. Not thread-safe. */
    public static final class Builder {
        private List<Path> folders;
        private Optional<Path> assets;
        private Path cache;
        private List<Way> ways;
        private List<Path> path;
        private final Map<Site, URI> sites = new EnumMap<>(Site.class);
        private String arch = Upstream.arch();
        private Consumer<String> progress = line -> {};

        private Builder(UnaryOperator<@Nullable String> environment) {
            folders = paths(environment.apply("KAMAJI_BINARIES"));
            path = paths(environment.apply("PATH"));
            assets = paths(environment.apply("KUBEBUILDER_ASSETS")).stream().findFirst();
            var home = environment.apply("XDG_CACHE_HOME");
            var named = System.getProperty("kamaji.binaries.cache", environment.apply("KAMAJI_BINARIES_CACHE"));
            cache = named != null && !named.isEmpty()
                    ? Path.of(named)
                    : (home != null && !home.isEmpty()
                                    ? Path.of(home)
                                    : Path.of(System.getProperty("user.home"), ".cache"))
                            .resolve("kamaji/binaries");
            var asked = System.getProperty("kamaji.binaries", environment.apply("KAMAJI_BINARIES_GET"));
            ways = asked == null ? List.of() : Way.parse(asked);
        }

        private static List<Path> paths(@Nullable String list) {
            return list == null
                    ? List.of()
                    : Stream.of(list.split(File.pathSeparator))
                            .filter(part -> !part.isEmpty())
                            .map(Path::of)
                            .toList();
        }

        /** Folders to look in first. */
        public Builder folders(Path... folders) {
            this.folders = List.of(folders);
            return this;
        }

        /** The cache, made when it is first filled. */
        public Builder cache(Path cache) {
            this.cache = cache;
            return this;
        }

        /** What may be done to fill the cache, in this order; none: nothing. */
        public Builder ways(Way... ways) {
            this.ways = List.of(ways);
            return this;
        }

        /** A mirror of a release site, with the same paths below it. */
        public Builder site(Site site, URI base) {
            sites.put(site, base);
            return this;
        }

        /** Go's name of the architecture to download for; default: this machine's. */
        public Builder arch(String arch) {
            this.arch = arch;
            return this;
        }

        /** Told each step of a download or build, one line each, on the thread that asked. Default: no one. */
        public Builder progress(Consumer<String> progress) {
            this.progress = progress;
            return this;
        }

        public Binaries build() {
            var copy = new Builder(name -> null);
            copy.folders = folders;
            copy.assets = assets;
            copy.cache = cache;
            copy.ways = ways;
            copy.path = path;
            copy.sites.putAll(sites);
            copy.arch = arch;
            copy.progress = progress;
            return new Binaries(copy);
        }

        private List<Path> folders() {
            return Stream.of(folders.stream(), assets.stream(), Stream.of(cache))
                    .flatMap(part -> part)
                    .toList();
        }
    }
}

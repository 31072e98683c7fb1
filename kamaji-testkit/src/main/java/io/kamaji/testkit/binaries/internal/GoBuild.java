package io.kamaji.testkit.binaries.internal;

import io.kamaji.api.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Builds one binary from its Go module, in a scratch module of its own. Needs {@code go} (and for kine a C compiler);
 * the sources come from wherever {@code GOPROXY} points. Takes minutes the first time. Thread-safe.
 *
 * <p>Kubernetes' own {@code go.mod} names its staging modules as {@code v0.0.0} and replaces them by folders, which only
 * count in the main module: the scratch module replaces them by the releases of the same minor and patch.
 */
public final class GoBuild {
    private static final Pattern STAGING = Pattern.compile("(?m)^\\s*(k8s\\.io/[a-z0-9-]+) v0\\.0\\.0\\s*(?://.*)?$");
    private static final Pattern SETTINGS =
            Pattern.compile("(?ms)^(?:go |toolchain |godebug [^(]).*?$|^godebug \\(.*?^\\)");

    private final Path go;
    private final Consumer<String> progress;

    public GoBuild(Path go, Consumer<String> progress) {
        this.go = go;
        this.progress = progress;
    }

    /**
     * Writes the binary to a file.
     *
     * @param scratch an empty folder to work in
     * @throws IOException if a step fails; the message ends with the last lines that {@code go} printed
     */
    public void build(Upstream upstream, Version version, Path scratch, Path target) throws IOException {
        var source = upstream.source();
        var at = source.module() + "@v" + version;
        Files.createDirectories(scratch);
        Files.writeString(scratch.resolve("tools.go"), "//go:build tools\n\npackage scratch\n");
        progress.accept("building " + upstream.name() + " " + version + " from " + at + ": fetching modules");
        Files.writeString(scratch.resolve("go.mod"), "module scratch\n");
        var module = source.staging()
                ? staging(run(source, scratch, "mod", "download", "-json", at), source, version)
                : "module scratch\n";
        Files.writeString(scratch.resolve("go.mod"), module);
        run(source, scratch, "get", source.staging() ? at : source.path() + "@v" + version);
        progress.accept("building " + upstream.name() + " " + version + ": compiling");
        run(
                source,
                scratch,
                "build",
                "-trimpath",
                "-ldflags",
                flags(source, version),
                "-o",
                target.toString(),
                source.path());
    }

    private static String staging(String downloaded, Upstream.GoPackage source, Version version) throws IOException {
        // progress lines of go may come before the JSON
        var folder = JsonObject.parse(downloaded.substring(Math.max(0, downloaded.indexOf('{'))))
                .text("Dir")
                .orElseThrow(() -> new IOException("go gave no folder of " + source.module()));
        return scratchModule(Files.readString(Path.of(folder, "go.mod")), source.module(), version);
    }

    /** The scratch module of a module with staging parts, made from that module's go.mod. */
    static String scratchModule(String upstreamModule, String module, Version version) {
        var text = new StringBuilder("module scratch\n");
        SETTINGS.matcher(upstreamModule)
                .results()
                .forEach(match -> text.append(match.group()).append('\n'));
        text.append("require ").append(module).append(" v").append(version).append('\n');
        var names = new TreeSet<String>();
        STAGING.matcher(upstreamModule).results().forEach(match -> names.add(match.group(1)));
        names.forEach(name ->
                text.append("replace %s => %s v0.%d.%d%n".formatted(name, name, version.minor(), version.patch())));
        return text.toString();
    }

    private static String flags(Upstream.GoPackage source, Version version) {
        var key = "k8s.io/component-base/version.";
        return !source.staging()
                ? "-s -w"
                        + (source.module().endsWith("/kine")
                                ? " -X " + source.module() + "/pkg/version.Version=v" + version
                                : "")
                : "-s -w -X %sgitVersion=v%s -X %sgitMajor=%d -X %sgitMinor=%d -X %sgitTreeState=clean"
                        .formatted(key, version, key, version.major(), key, version.minor(), key);
    }

    private String run(Upstream.GoPackage source, Path scratch, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(go.toString()));
        command.addAll(List.of(arguments));
        var log = scratch.resolve("go.log");
        var builder = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of("GOFLAGS", "-mod=mod", "GOWORK", "off", "CGO_ENABLED", source.cgo() ? "1" : "0"));
        var process = builder.start();
        try {
            var code = process.waitFor();
            var output = Files.readString(log, StandardCharsets.UTF_8);
            if (code != 0) {
                throw new IOException("go " + arguments[0] + " ended with " + code + ": "
                        + output.substring(Math.max(0, output.length() - 2000)));
            }
            return output;
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}

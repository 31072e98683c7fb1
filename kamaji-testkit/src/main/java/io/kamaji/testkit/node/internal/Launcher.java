package io.kamaji.testkit.node.internal;

import io.kamaji.api.KamajiException;
import io.kamaji.api.json.JsonObject;
import io.kamaji.testkit.binaries.internal.Upstream;
import io.kamaji.testkit.node.Argv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Turns a container into a process: reads its variables and mounts anew, translates, starts. Thread-safe.
 */
final class Launcher {
    private static final int LONGEST_SOCKET_PATH = 100;
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** A process and the command line that it got. */
    record Launched(Process process, Argv argv) {}

    private final JsonObject pod;
    private final String address;
    private final Path folder;
    private final Path logs;
    private final Volumes volumes;
    private final ApiObjects api;
    private final BiFunction<String, String, Path> binaries;
    private final Spawner spawner;

    Launcher(
            JsonObject pod,
            String address,
            Path folder,
            Path logs,
            Volumes volumes,
            ApiObjects api,
            BiFunction<String, String, Path> binaries,
            Spawner spawner) {
        this.pod = pod;
        this.address = address;
        this.folder = folder;
        this.logs = logs;
        this.volumes = volumes;
        this.api = api;
        this.binaries = binaries;
        this.spawner = spawner;
    }

    String address() {
        return address;
    }

    Path log(String container) {
        return logs.resolve(container + ".log");
    }

    /**
     * Starts the container's process.
     *
     * @param index of the container among all of its pod
     * @throws NotReadyException if something that it needs is missing
     */
    Launched start(JsonObject container, int index) throws NotReadyException {
        try {
            var translation = translation(container, index);
            volumes.write(container, index, translation);
            var variables = Environment.of(pod, container, address, api);
            var rendered = new ArrayList<>(container.array("command").texts());
            if (rendered.isEmpty()) {
                rendered.add(image(container)[0]);
            }
            rendered.addAll(container.array("args").texts());
            var argv = argv(translation, container, rendered, variables);
            var work = Files.createDirectories(folder.resolve("c" + index + "/w"));
            var directory = container
                    .text("workingDir")
                    .map(translation::text)
                    .map(Path::of)
                    .filter(Files::isDirectory)
                    .orElse(work);
            Files.createDirectories(logs);
            var process = spawner.start(
                    argv.started(),
                    environment(variables, translation, work),
                    directory,
                    log(container.text("name").orElse("")));
            return new Launched(process, argv);
        } catch (IOException e) {
            throw new NotReadyException("CreateContainerError", String.valueOf(e.getMessage()));
        }
    }

    /** Runs the command of an {@code exec} probe in the container's surroundings. */
    Probe.Exec exec(JsonObject container, int index) {
        return (command, timeout) -> {
            try {
                var translation = translation(container, index);
                var variables = Environment.of(pod, container, address, api);
                var started = argv(translation, container, command, variables).started();
                var work = folder.resolve("c" + index + "/w");
                var process =
                        spawner.start(started, environment(variables, translation, work), work, Path.of("/dev/null"));
                if (process.waitFor(timeout.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)) {
                    return process.exitValue() == 0;
                }
                process.destroyForcibly();
                return false;
            } catch (NotReadyException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        };
    }

    private Translation translation(JsonObject container, int index) {
        return new Translation(address, volumes.paths(container, index), api.serviceAddresses());
    }

    private Map<String, String> environment(Map<String, String> variables, Translation translation, Path work) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("PATH", PATH);
        environment.put("HOME", work.toString());
        environment.put("TMPDIR", work.toString());
        environment.put("HOSTNAME", pod.text("metadata", "name").orElse(""));
        variables.forEach((name, value) -> environment.put(name, translation.text(value)));
        return environment;
    }

    private Argv argv(
            Translation translation, JsonObject container, List<String> rendered, Map<String, String> variables)
            throws NotReadyException {
        var expanded =
                rendered.stream().map(part -> PodFields.expand(part, variables)).toList();
        var name = Path.of(expanded.get(0)).getFileName().toString();
        var argv = translation.argv(program(translation, container, expanded.get(0), name), name, rendered, expanded);
        for (var argument : argv.started()) {
            var scheme = argument.indexOf("unix://");
            var path = scheme < 0
                    ? argument.endsWith(".socket")
                            ? argument.substring(argument.indexOf('/') < 0 ? 0 : argument.indexOf('/'))
                            : ""
                    : argument.substring(scheme + 7);
            if (path.length() > LONGEST_SOCKET_PATH) {
                throw new NotReadyException("CreateContainerError", "socket path over 100 characters: " + path);
            }
        }
        return argv;
    }

    private String program(Translation translation, JsonObject container, String command, String name)
            throws NotReadyException {
        var moved = translation.text(command);
        if (!moved.equals(command)) {
            return moved; // a program that another container put on a volume
        }
        if (Upstream.of(name).isPresent()) {
            try {
                return binaries.apply(name, image(container)[1]).toString();
            } catch (KamajiException e) {
                throw new NotReadyException("ErrImagePull", String.valueOf(e.getMessage()));
            }
        }
        return Stream.concat(
                        Stream.of(command).filter(path -> path.startsWith("/")),
                        Stream.of(PATH.split(":")).map(path -> path + "/" + name))
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElseThrow(() -> new NotReadyException("CreateContainerError", "no program " + command));
    }

    /** Last path part of the image's name, and its tag or "". */
    static String[] image(JsonObject container) {
        var image = container.text("image").orElse("").replaceFirst("@.*", "");
        var last = image.substring(image.lastIndexOf('/') + 1);
        var colon = last.indexOf(':');
        return colon < 0 ? new String[] {last, ""} : new String[] {last.substring(0, colon), last.substring(colon + 1)};
    }

    /** Container ports by name. */
    static Map<String, Integer> ports(JsonObject container) {
        var ports = new HashMap<String, Integer>();
        container
                .array("ports")
                .objects()
                .forEach(port -> port.text("name")
                        .ifPresent(name -> ports.put(
                                name, port.number("containerPort").orElse(0L).intValue())));
        return ports;
    }

    Optional<String> podName() {
        return pod.text("metadata", "name");
    }
}

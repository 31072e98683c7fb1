package io.kamaji.testkit.node.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * Starts processes such that none outlives this JVM. Where {@code setpriv} (util-linux) is installed the kernel itself
 * kills them when the thread that started them ends, which is therefore one thread for all that lives as long as this;
 * without it they are recorded in the {@link StateFolder} only. Thread-safe.
 */
final class Spawner implements AutoCloseable {
    private static final Optional<Path> SETPRIV = Stream.of("/usr/bin/setpriv", "/bin/setpriv")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();

    private final StateFolder state;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        var made = new Thread(work, "kamaji-node-spawn");
        made.setDaemon(true);
        return made;
    });

    Spawner(StateFolder state) {
        this.state = state;
    }

    /** Starts a command with just this environment; its output and errors are appended to the log. */
    Process start(List<String> command, Map<String, String> environment, Path folder, Path log) throws IOException {
        var full = new ArrayList<String>();
        SETPRIV.ifPresent(setpriv -> full.addAll(List.of(setpriv.toString(), "--pdeathsig", "KILL", "--")));
        full.addAll(command);
        var builder = new ProcessBuilder(full)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return thread.submit(() -> {
                        var process = builder.start();
                        process.getOutputStream().close();
                        state.started(process.pid());
                        process.onExit().thenRun(() -> state.ended(process.pid()));
                        return process;
                    })
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException("can't start " + command.get(0) + ": " + e.getCause(), e.getCause());
        }
    }

    /** Ends the thread: what still runs is killed with it. */
    @Override
    public void close() {
        thread.shutdown();
    }
}

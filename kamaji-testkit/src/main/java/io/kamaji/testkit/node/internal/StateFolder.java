package io.kamaji.testkit.node.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A folder with a short name that belongs to one node at a time, {@code <base>/kmj-<number>}, readable by its owner only.
 * A node whose JVM was killed leaves it unlocked: the next one to take it ends the processes recorded there and empties
 * it. Thread-safe.
 */
final class StateFolder implements AutoCloseable {
    private static final int MOST = 64;

    /** Folders of this JVM's nodes. A POSIX lock ends when the process closes any descriptor of the file: never open those. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final Path key;
    private final int number;
    private final FileChannel channel;
    private final FileLock lock;

    private StateFolder(Path path, Path key, int number, FileChannel channel, FileLock lock) {
        this.path = path;
        this.key = key;
        this.number = number;
        this.channel = channel;
        this.lock = lock;
    }

    /** Takes the first free folder. */
    static StateFolder take(Path base) {
        for (int number = 0; number < MOST; number++) {
            try {
                var taken = take(base.resolve("kmj-" + number), number);
                if (taken != null) {
                    return taken;
                }
            } catch (IOException e) {
                continue; // another user's
            }
        }
        throw new IllegalStateException("none of " + MOST + " folders " + base + "/kmj-* can be had");
    }

    private static @Nullable StateFolder take(Path path, int number) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        var me = Files.getOwner(Path.of("/proc/self"));
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                || !Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(me)) {
            return null;
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        var key = path.toRealPath();
        if (!HELD.add(key)) {
            return null;
        }
        var kept = false;
        try {
            var folder = lock(path, key, number);
            kept = folder != null;
            return folder;
        } finally {
            if (!kept) {
                HELD.remove(key);
            }
        }
    }

    private static @Nullable StateFolder lock(Path path, Path key, int number) throws IOException {
        var file = path.resolve("lock");
        var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        var lock = channel.tryLock();
        if (lock == null || !isStill(file, channel)) {
            channel.close();
            return null;
        }
        var folder = new StateFolder(path, key, number, channel, lock);
        folder.clear();
        Files.createDirectories(path.resolve("pid"));
        return folder;
    }

    /**
     * Whether the locked file is the one that is there: its last owner may have removed it since it was opened. Told by a
     * random length, which can be asked for without opening (and so unlocking) the file.
     */
    private static boolean isStill(Path lock, FileChannel channel) throws IOException {
        var mark = ThreadLocalRandom.current().nextInt(1 << 30);
        channel.truncate(0).write(ByteBuffer.wrap(new byte[1]), mark);
        try {
            return Files.size(lock) == mark + 1L;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    /** Differs from that of every other node now running on this machine as the same user. */
    int number() {
        return number;
    }

    /** Remembers a process, so that it can be ended if this JVM can't do it. */
    void started(long pid) throws IOException {
        Files.writeString(path.resolve("pid/" + pid), startTime(pid).orElse(""));
    }

    void ended(long pid) {
        path.resolve("pid/" + pid).toFile().delete();
    }

    private void clear() throws IOException {
        var pids = path.resolve("pid").toFile().list();
        for (var name : pids == null ? new String[0] : pids) {
            var recorded = Files.readString(path.resolve("pid/" + name));
            // the number may be another process's by now: only the same start time makes it ours
            if (startTime(Long.parseLong(name)).filter(recorded::equals).isPresent()) {
                ProcessHandle.of(Long.parseLong(name)).ifPresent(handle -> {
                    handle.descendants().forEach(ProcessHandle::destroyForcibly);
                    handle.destroyForcibly();
                });
            }
        }
        delete(path, path.resolve("lock"));
    }

    /** When the process started, in ticks since boot: field 22 of proc(5)'s stat. */
    static Optional<String> startTime(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return Optional.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Deletes a tree, symbolic links not followed, but for one path and the folders above it. */
    static void delete(Path tree, @Nullable Path but) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.equals(but)) {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // a process that is ending removes its own socket
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                if (but == null || !but.startsWith(folder)) {
                    Files.deleteIfExists(folder);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Removes the folder with all in it. */
    @Override
    public void close() {
        try {
            delete(path, path.resolve("lock"));
            path.resolve("lock").toFile().delete();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("can't remove " + path, e);
        } finally {
            try {
                lock.release();
                channel.close();
            } catch (IOException e) {
                // closed is closed
            }
            HELD.remove(key);
        }
    }
}

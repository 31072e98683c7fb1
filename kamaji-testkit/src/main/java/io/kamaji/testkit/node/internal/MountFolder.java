package io.kamaji.testkit.node.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The files of one mount. As the kubelet does it, they lie in a folder of their own behind a link {@code ..data} that is
 * switched at once, so that a reader never sees half of a change. Not thread-safe.
 */
final class MountFolder {
    private final Path path;
    private final UnaryOperator<String> translation;
    private Map<String, VolumeContent.File> current = Map.of();
    private int revision;

    /**
     * @param translation what is done to each file that is UTF-8 text
     */
    MountFolder(Path path, UnaryOperator<String> translation) {
        this.path = path;
        this.translation = translation;
    }

    /** Makes the mount hold just these files; true if that changed anything. */
    boolean write(Map<String, VolumeContent.File> files) throws IOException {
        var translated = new LinkedHashMap<String, VolumeContent.File>();
        files.forEach(
                (name, file) -> translated.put(name, new VolumeContent.File(translate(file.bytes()), file.mode())));
        if (revision > 0 && same(current, translated)) {
            return false;
        }
        Files.createDirectories(path);
        var old = path.resolve("..r" + revision);
        var data = Files.createDirectory(path.resolve("..r" + ++revision));
        for (var file : translated.entrySet()) {
            var target = data.resolve(file.getKey()).normalize();
            if (!target.startsWith(data)) {
                throw new IOException("path leaves its mount: " + file.getKey());
            }
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue().bytes());
            Files.setPosixFilePermissions(target, permissions(file.getValue().mode()));
        }
        link(path.resolve("..data"), data.getFileName());
        var tops = new TreeSet<String>();
        translated.keySet().forEach(name -> tops.add(Path.of(name).getName(0).toString()));
        for (var top : tops) {
            if (!Files.isSymbolicLink(path.resolve(top))) {
                link(path.resolve(top), Path.of("..data", top));
            }
        }
        try (var entries = Files.list(path)) {
            for (var entry : entries.toList()) {
                var name = entry.getFileName().toString();
                if (!name.startsWith("..") && !tops.contains(name)) {
                    Files.deleteIfExists(entry);
                }
            }
        }
        StateFolder.delete(old, null);
        current = translated;
        return true;
    }

    private static void link(Path link, Path target) throws IOException {
        var made = link.resolveSibling("..link");
        Files.createSymbolicLink(made, target);
        Files.move(made, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private byte[] translate(byte[] bytes) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return translation.apply(text).getBytes(StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            return bytes; // not text
        }
    }

    private static boolean same(Map<String, VolumeContent.File> some, Map<String, VolumeContent.File> others) {
        return some.keySet().equals(others.keySet())
                && some.entrySet().stream().allMatch(entry -> {
                    var other = others.get(entry.getKey());
                    return entry.getValue().mode() == other.mode()
                            && Arrays.equals(entry.getValue().bytes(), other.bytes());
                });
    }

    /** The nine bits of chmod as the JDK names them. */
    static Set<PosixFilePermission> permissions(int mode) {
        var all = PosixFilePermission.values(); // owner's, group's, others': read, write, execute, highest bit first
        var set = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < all.length; bit++) {
            if ((mode >> (8 - bit) & 1) == 1) {
                set.add(all[bit]);
            }
        }
        return set;
    }

    /** Whether the mount has been written. */
    boolean isWritten() {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}

package io.kamaji.pki.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** Files that only their owner may read. Stateless. */
public final class OwnersFile {
    private OwnersFile() {}

    /** Written beside the file and moved in its place: at no time can another user read it. */
    public static Path write(Path file, String text) {
        try {
            var folder = Optional.ofNullable(file.toAbsolutePath().getParent())
                    .orElseThrow(() -> new IOException("it is the root of a file system"));
            var written = Files.createTempFile(folder, ".kubeconfig", "", owner(folder));
            try {
                Files.writeString(written, text, StandardCharsets.UTF_8);
                return Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't write " + file, e);
        }
    }

    /** A file system without POSIX permissions gives temporary files its own restrictions. */
    private static FileAttribute<?>[] owner(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}

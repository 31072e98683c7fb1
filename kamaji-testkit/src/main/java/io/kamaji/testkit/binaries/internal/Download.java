package io.kamaji.testkit.binaries.internal;

import io.kamaji.testkit.binaries.Site;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * Fetches one binary from its release site and checks it against the site's SHA-256 checksum before anything of it can
 * be run. Connecting takes 10 s at most, an answer's first byte 60 s. Thread-safe.
 */
public final class Download {
    private static final int STEP = 16 << 20; // a line of progress per so many bytes

    private final Map<Site, URI> sites;
    private final Consumer<String> progress;

    public Download(Map<Site, URI> sites, Consumer<String> progress) {
        this.sites = Map.copyOf(sites);
        this.progress = progress;
    }

    /**
     * Writes the binary to a file, which is left in any state if this fails.
     *
     * @throws IOException if the site does not serve it, in full and with the checksum that it publishes
     */
    public void fetch(Upstream upstream, Version version, String arch, Path target) throws IOException {
        var from = upstream.download()
                .orElseThrow(() -> new IOException("no release site serves " + upstream.name() + ", only its source"));
        var base = sites.getOrDefault(from.site(), from.site().standard()).toString();
        var file = URI.create(base + upstream.fill(from.file(), version.toString(), arch));
        var sums = URI.create(base + upstream.fill(from.sums(), version.toString(), arch));
        var client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        String expected;
        try (var body = get(client, sums).body()) {
            expected = checksum(new String(body.readAllBytes(), StandardCharsets.UTF_8), file, sums);
        }
        var asset = from.member().isEmpty() ? target : target.resolveSibling(target.getFileName() + ".tar.gz");
        try {
            var actual = save(get(client, file), file, asset);
            if (!actual.equals(expected)) {
                throw new IOException(file + ": SHA-256 is " + actual + ", but " + sums + " says " + expected);
            }
            if (!from.member().isEmpty()) {
                unpack(asset, upstream.fill(from.member(), version.toString(), arch), target);
            }
        } finally {
            if (!asset.equals(target)) {
                Files.deleteIfExists(asset);
            }
        }
    }

    private static HttpResponse<InputStream> get(HttpClient client, URI uri) throws IOException {
        try {
            var request =
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build();
            var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                response.body().close();
                throw new IOException(uri + ": HTTP " + response.statusCode());
            }
            return response;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IOException e) {
            throw e.getMessage() != null && e.getMessage().contains(uri.toString())
                    ? e
                    : new IOException(uri + ": " + e, e);
        }
    }

    private static String checksum(String sums, URI file, URI from) throws IOException {
        var name = Path.of(file.getPath()).getFileName().toString();
        for (var line : sums.split("\n")) {
            var words = line.trim().split("\\s+\\*?");
            var listed =
                    words.length < 2 ? name : Path.of(words[1]).getFileName().toString();
            if (words[0].matches("[0-9a-fA-F]{64}") && listed.equals(name)) {
                return words[0].toLowerCase(java.util.Locale.ROOT);
            }
        }
        throw new IOException(from + ": no SHA-256 of " + name);
    }

    private String save(HttpResponse<InputStream> response, URI file, Path asset) throws IOException {
        var total = response.headers().firstValueAsLong("content-length").orElse(-1);
        progress.accept("downloading " + file + (total < 0 ? "" : " (" + (total >> 20) + " MiB)"));
        var digest = sha256();
        long done = 0;
        try (var in = response.body();
                var out = new DigestOutputStream(Files.newOutputStream(asset), digest)) {
            var buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                if (done / STEP != (done + n) / STEP) {
                    progress.accept("  " + ((done + n) >> 20) + " MiB");
                }
                done += n;
            }
        } catch (IOException e) {
            throw new IOException(file + ": cut off after " + done + " bytes: " + e.getMessage(), e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Takes one file out of a tar archive (POSIX ustar; names over 100 characters are not needed here). */
    private static void unpack(Path asset, String member, Path target) throws IOException {
        try (var in = new GZIPInputStream(Files.newInputStream(asset))) {
            for (var header = in.readNBytes(512); header.length == 512 && header[0] != 0; header = in.readNBytes(512)) {
                var name = new String(header, 0, 100, StandardCharsets.UTF_8).replaceAll("\0.*", "");
                var size = Long.parseLong(new String(header, 124, 11, StandardCharsets.US_ASCII).trim(), 8);
                if (name.replaceFirst("^\\./", "").equals(member)) {
                    Files.copy(new Limited(in, size), target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                    if (Files.size(target) != size) {
                        throw new IOException(member + " is cut off in its archive");
                    }
                    return;
                }
                in.skipNBytes((size + 511) / 512 * 512);
            }
        }
        throw new IOException("no " + member + " in the archive");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next so many bytes of a stream. */
    private static final class Limited extends FilterInputStream {
        private long left;

        Limited(InputStream in, long left) {
            super(in);
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            return left-- > 0 ? super.read() : -1;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            if (left <= 0) {
                return -1;
            }
            var n = super.read(buffer, from, (int) Math.min(length, left));
            left -= n;
            return n;
        }

        @Override
        public void close() {
            // the archive goes on
        }
    }
}

package io.kamaji.examples.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is kept for a browser under a random key that it holds in a cookie: who is logged in, or how far a login is. In memory; several
 * replicas need a front that keeps to one of them, or a table. Of keys only hashes are kept. Thread-safe.
 *
 * @param <T> what is kept
 */
final class Sessions<T> {
    private static final int KEY_BYTES = 32;
    private static final int MOST = 10_000;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Kept<T>> byHash = new ConcurrentHashMap<>();
    private final Duration life;
    private final InstantSource clock;

    private record Kept<T>(T value, Instant until) {}

    Sessions(Duration life, InstantSource clock) {
        this.life = life;
        this.clock = clock;
    }

    /**
     * Keeps something.
     *
     * @return the key, which nobody can guess
     * @throws Problem if too much is kept
     */
    String keep(T value) {
        var now = clock.instant();
        byHash.values().removeIf(kept -> kept.until.isBefore(now));
        if (byHash.size() >= MOST) {
            throw Problem.of(503, "Too busy", "Too many people are logging in; try again in some minutes.");
        }
        var bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        var key = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        byHash.put(hash(key), new Kept<>(value, now.plus(life)));
        return key;
    }

    /** What is kept under a key; empty if there is no key, or nothing (any more). */
    Optional<T> find(@Nullable String key) {
        return Optional.ofNullable(key)
                .map(it -> byHash.get(hash(it)))
                .filter(kept -> clock.instant().isBefore(kept.until))
                .map(Kept::value);
    }

    /** The same, and it is kept no longer. */
    Optional<T> take(@Nullable String key) {
        return Optional.ofNullable(key)
                .flatMap(it -> Optional.ofNullable(byHash.remove(hash(it))))
                .filter(kept -> clock.instant().isBefore(kept.until))
                .map(Kept::value);
    }

    private static String hash(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

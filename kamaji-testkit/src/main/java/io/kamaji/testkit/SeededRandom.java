package io.kamaji.testkit;

import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.security.SecureRandom;
import java.util.Random;

/**
 * Randomness that is the same in every run; for tests only, it keeps no secret. Numbers, names and tokens made with it are
 * the same everywhere; keys are not: key generation draws differently in different JDKs. Thread-safe, but the order of
 * threads shows.
 */
public final class SeededRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final transient Random source;

    private SeededRandom(long seed) {
        source = new Random(seed);
    }

    public static SeededRandom of(long seed) {
        return new SeededRandom(seed);
    }

    @Override
    public void nextBytes(byte[] bytes) {
        source.nextBytes(bytes);
    }

    @Override
    public byte[] generateSeed(int length) {
        var seed = new byte[length];
        nextBytes(seed);
        return seed;
    }

    @Override
    public String getAlgorithm() {
        return "seeded";
    }

    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException(SeededRandom.class.getName());
    }

    private void readObject(ObjectInputStream in) throws NotSerializableException {
        throw new NotSerializableException(SeededRandom.class.getName());
    }
}

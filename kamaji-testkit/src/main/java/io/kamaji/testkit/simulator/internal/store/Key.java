package io.kamaji.testkit.simulator.internal.store;

import java.util.Comparator;

/**
 * Where an object is stored.
 *
 * @param resource plural and group, {@code deployments.apps}
 * @param namespace empty for objects of the cluster
 */
public record Key(String resource, String namespace, String name) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::resource).thenComparing(Key::namespace).thenComparing(Key::name);

    @Override
    public int compareTo(Key other) {
        return ORDER.compare(this, other);
    }
}

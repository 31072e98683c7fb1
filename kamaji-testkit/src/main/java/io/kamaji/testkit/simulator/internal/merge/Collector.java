package io.kamaji.testkit.simulator.internal.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Collects paths into a set. Not thread-safe. */
final class Collector {
    private final TreeSet<PathElement> members = new TreeSet<>();
    private final TreeMap<PathElement, Collector> children = new TreeMap<>();

    void add(List<PathElement> path) {
        if (path.size() == 1) {
            members.add(path.get(0));
        } else if (!path.isEmpty()) {
            children.computeIfAbsent(path.get(0), step -> new Collector()).add(path.subList(1, path.size()));
        }
    }

    FieldSet set() {
        var below = new TreeMap<PathElement, FieldSet>();
        children.forEach((step, collector) -> below.put(step, collector.set()));
        return new FieldSet(members, below);
    }

    static List<PathElement> plus(List<PathElement> path, PathElement step) {
        var longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }
}

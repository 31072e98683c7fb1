package io.kamaji.examples.platform;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a page was told of its clusters, and so what is news to it. Not thread-safe. */
final class Told {
    private final Map<String, Cluster> clusters = new HashMap<>();
    private long latest;

    /** What to tell. */
    record News(List<String> gone, List<Cluster> changed) {
        boolean isEmpty() {
            return gone.isEmpty() && changed.isEmpty();
        }
    }

    /**
     * Takes a look for told.
     *
     * @param number of the look: one that comes late, after a newer one, is no news, or what is new would be gone and come again
     */
    News next(long number, List<Cluster> now) {
        if (number < latest) {
            return new News(List.of(), List.of());
        }
        latest = number;
        var names = now.stream().map(Cluster::name).collect(Collectors.toSet());
        var news = new News(
                clusters.keySet().stream().filter(name -> !names.contains(name)).toList(),
                now.stream()
                        .filter(cluster -> !cluster.equals(clusters.get(cluster.name())))
                        .toList());
        news.gone.forEach(clusters::remove);
        news.changed.forEach(cluster -> clusters.put(cluster.name(), cluster));
        return news;
    }
}

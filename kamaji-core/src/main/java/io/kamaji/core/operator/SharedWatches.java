package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** The watches of one operator. */
final class SharedWatches implements Watches {
    private final ClusterClient client;
    private final OwnWrites own;
    private final Duration timeout;
    private final List<ObjectWatch> open = new CopyOnWriteArrayList<>();

    SharedWatches(ClusterClient client, OwnWrites own, Duration timeout) {
        this.client = client;
        this.own = own;
        this.timeout = timeout;
    }

    @Override
    public Watch watch(
            ListRequest request, Consumer<ObjectRef> changed, BiConsumer<ObjectRef, Optional<JsonObject>> seen) {
        return begin(
                request,
                object -> Optional.of(ObjectRef.of(object)),
                (key, ref, now, event) -> {
                    seen.accept(ref, now);
                    if (event.filter(told -> own.tells(ref, told)).isEmpty()) {
                        changed.accept(key);
                    }
                },
                true);
    }

    /** As {@link ObjectWatch}; own writes are told. */
    Watch begin(
            ListRequest request,
            Function<JsonObject, Optional<ObjectRef>> keyOf,
            ObjectWatch.Told told,
            boolean tellFirst) {
        var watch = new ObjectWatch(client, request, timeout, keyOf, told, tellFirst);
        open.add(watch);
        watch.start();
        return new Watch() {
            @Override
            public Set<ObjectRef> objects() {
                return watch.objects();
            }

            @Override
            public boolean listed() {
                return watch.listed();
            }

            @Override
            public void close() {
                open.remove(watch);
                watch.close();
            }
        };
    }

    @Override
    public Map<String, Duration> ages() {
        var ages = new TreeMap<String, Duration>();
        open.forEach(watch ->
                ages.merge(watch.toString(), watch.age(), (one, other) -> one.compareTo(other) > 0 ? one : other));
        return ages;
    }

    /** Whether every watch knows what there is. */
    boolean areListed() {
        return open.stream().allMatch(ObjectWatch::isListed);
    }

    void close() {
        open.forEach(ObjectWatch::close);
        open.clear();
    }
}

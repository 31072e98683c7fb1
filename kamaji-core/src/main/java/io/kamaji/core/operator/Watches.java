package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Watches of the admin cluster. Of an object nothing is kept but its name and resourceVersion; ask for metadata only where
 * content is not needed. What this operator itself wrote is not told. A watch that ends, is too old (410) or says nothing for
 * longer than it may is made anew, and what changed meanwhile is told. Thread-safe.
 */
public interface Watches {

    /**
     * Begins to watch; returns at once.
     *
     * @param changed told of every object once, and again whenever it changes or is gone; should only note it
     */
    default Watch watch(ListRequest request, Consumer<ObjectRef> changed) {
        return watch(request, changed, (object, now) -> {});
    }

    /**
     * The same, for whoever needs something of the content.
     *
     * @param seen told of each object as it is now, before {@code changed} and of own writes too; empty: it is gone. Should
     *     keep little of it
     */
    Watch watch(ListRequest request, Consumer<ObjectRef> changed, BiConsumer<ObjectRef, Optional<JsonObject>> seen);

    /** How long ago each watch last heard from the cluster, bookmarks included, by what it watches. */
    Map<String, Duration> ages();

    /** One watch, until it is closed. */
    interface Watch extends Subscription {

        /** What there is, as last heard; empty before the first list. */
        Set<ObjectRef> objects();

        /** Whether the first list is over, and all that there was has been told. */
        boolean listed();
    }
}

package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient.WatchEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** What this operator wrote lately, so that a watch that tells of it is no news. Keeps two minutes. Thread-safe. */
final class OwnWrites {
    private static final long KEPT = Duration.ofMinutes(2).toNanos();

    private record Write(ObjectRef object, String version) {}

    private final LongSupplier nanos;
    private final Map<Write, Long> writes = new LinkedHashMap<>();

    OwnWrites(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The server's answer to a write. */
    JsonObject note(JsonObject answer) {
        answer.text("metadata", "resourceVersion").ifPresent(version -> note(ObjectRef.of(answer), version));
        return answer;
    }

    void noteDeletion(ObjectRef object) {
        note(object, "");
    }

    private synchronized void note(ObjectRef object, String version) {
        var now = nanos.getAsLong();
        var oldest = writes.entrySet().iterator();
        while (oldest.hasNext() && now - oldest.next().getValue() > KEPT) {
            oldest.remove();
        }
        var write = new Write(object, version);
        writes.remove(write); // to the end
        writes.put(write, now);
    }

    /** Whether an event tells of what was written here. */
    synchronized boolean tells(ObjectRef object, WatchEvent event) {
        var version = event.type().equals("DELETED")
                ? ""
                : event.object().text("metadata", "resourceVersion").orElse("?");
        return writes.containsKey(new Write(object, version));
    }
}

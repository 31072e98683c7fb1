package io.kamaji.core.cluster;

import io.kamaji.api.ObjectMetadata;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.event.Transition;
import io.kamaji.core.manifest.Cut;
import io.kamaji.core.manifest.Manifests;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Sha256;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records Events of objects: one for each thing that is said of an object, counted when it is said again, also by another
 * process. An Event that can't be recorded is no reason to fail. Thread-safe. Source: events.k8s.io/v1.
 */
public final class EventRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    private static final String CONTROLLER = "kamaji.clastix.io/operator";
    private static final int MOST_NOTE = 1024;
    private static final int MOST_NAME = 230;
    private static final int HASH = 16;
    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final ClusterClient admin;
    private final InstantSource clock;
    private final String instance;

    /** @param instance who records: the identity of this replica, at most 128 characters */
    public EventRecorder(ClusterClient admin, InstantSource clock, String instance) {
        this.admin = admin;
        this.clock = clock;
        this.instance = instance;
    }

    /**
     * Records what happened to an object.
     *
     * @return whether it was recorded
     */
    public boolean record(ObjectRef about, Optional<String> uid, Transition what) {
        try {
            var event = event(about, uid, what);
            try {
                admin.create(event);
            } catch (ClusterException e) {
                if (!e.isConflict()) {
                    throw e;
                }
                again(ObjectRef.of(event));
            }
            return true;
        } catch (ClusterException e) {
            LOG.debug("no Event of {}: {}", about, e.getMessage());
            return false;
        }
    }

    /** An empty patch asks how often it was said so far: recording needs no right to read. */
    private void again(ObjectRef event) {
        var live = admin.patch(event, PatchType.MERGE, JsonObject.EMPTY, "");
        var count = live.number("series", "count").orElse(1L) + 1;
        var series = JsonObject.of("count", count, "lastObservedTime", MICRO_TIME.format(clock.instant()));
        admin.patch(event, PatchType.MERGE, JsonObject.of("series", series), "");
    }

    private JsonObject event(ObjectRef about, Optional<String> uid, Transition what) {
        var hash = Sha256.hex(String.join("\n", uid.orElse(""), what.reason(), what.note()))
                .substring(0, HASH);
        var name = Cut.toBytes(about.name(), MOST_NAME) + "." + hash;
        var regarding = JsonObject.of(
                        "apiVersion", about.apiVersion(),
                        "kind", about.kind())
                .with("namespace", about.namespace())
                .with("name", about.name())
                .with("uid", uid);
        return Manifests.of(ResourceTypes.RECORDED_EVENT.ref(
                        about.namespace().orElse(ObjectMetadata.DEFAULT_NAMESPACE), name))
                .with("eventTime", MICRO_TIME.format(clock.instant()))
                .with("type", what.warning() ? "Warning" : "Normal")
                .with("reason", what.reason())
                .with("action", what.action())
                .with("note", Cut.toBytes(what.note(), MOST_NOTE))
                .with("regarding", regarding)
                .with("reportingController", CONTROLLER)
                .with("reportingInstance", instance)
                .build();
    }
}

package io.kamaji.core.cluster;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What Kamaji needs of a Kubernetes API, admin or tenant: objects go in and out as JSON trees. Each call is one request
 * (a list: one per page) and blocks until it is answered, its time limit is over or its thread is interrupted.
 *
 * <p>Every failure is a {@link ClusterException}, whose {@link ClusterException#code() code} is that of HTTP: 0 no answer
 * (a write may have taken effect), 401 no valid credentials, 403 not allowed, 429 and 5xx to be tried again; what each
 * method says besides. A success that is no Kubernetes object fails with the code of that success. Thread-safe.
 */
public interface ClusterClient extends AutoCloseable {

    /** The object, or empty if there is none, no such namespace or no such kind (404). */
    Optional<JsonObject> get(ObjectRef ref);

    /** The objects of a type, all pages of them. 404: the kind is not served; a namespace that is missing has none. */
    Listing list(ListRequest request);

    /** POST. 409: there is one of that name; 404: no such namespace or kind; 422: a field is not valid. */
    JsonObject create(JsonObject object);

    /**
     * PUT; the object carries the resourceVersion that it replaces. 409: it is another by now; 404: it is gone; 422: a field
     * is not valid, or can't be changed.
     */
    JsonObject replace(JsonObject object);

    /**
     * Server-side apply: what the object says becomes so, the rest stays. 409: another manager owns a field (unless forced),
     * or the uid or resourceVersion that the object carries is not the present one; 404: no such namespace or kind; 422: a
     * field is not valid, or can't be changed; 500 without {@link ClusterException#retryAfter()}: the server knows no such
     * field.
     */
    JsonObject apply(JsonObject object, ApplyOptions options);

    /**
     * PATCH of an object or of one of its subresources. 404: it is not there; 409: a resourceVersion in the patch is not the
     * present one; 422: the patch does not fit, or its result is not valid.
     */
    JsonObject patch(ObjectRef ref, PatchType type, JsonValue patch, String subresourceOrEmpty);

    /** DELETE; true if it was there, false for 404. 409: a precondition does not hold. */
    boolean delete(ObjectRef ref, DeleteOptions options);

    /** The same in the background: what it owns goes after it, and pods have the time to end that their specs say. */
    default boolean delete(ObjectRef ref, Preconditions preconditions) {
        return delete(ref, new DeleteOptions(preconditions, Optional.empty(), false));
    }

    /**
     * Watches one type from a resourceVersion on until the handler says it has seen enough, the time is over, or the
     * server ends the watch. 410: the resourceVersion is too old, list again.
     *
     * @return true if the handler ended it
     */
    boolean watch(ListRequest request, String resourceVersion, Duration atMost, Predicate<WatchEvent> seenEnough);

    /**
     * The same client for requests that together keep within a budget, in this JVM's time; closing either closes both. A
     * client that reads nothing from outside may return itself.
     */
    default ClusterClient within(Budget budget) {
        return this;
    }

    /** How a kind is served; empty if it is not. Without discovery: the types that Kamaji itself uses. */
    default Optional<ResourceType> type(String apiVersion, String kind) {
        return ResourceTypes.of(apiVersion, kind);
    }

    /** GET of any path, such as {@code /readyz} or {@code /version}; the body as text. */
    String raw(String path);

    /** The address of the API, for messages. */
    String server();

    @Override
    void close();

    /** Kinds of PATCH (RFC 7386, RFC 6902). */
    enum PatchType {
        MERGE("application/merge-patch+json"),
        JSON("application/json-patch+json");

        private final String mediaType;

        PatchType(String mediaType) {
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }
    }

    /**
     * @param fieldManager who applies
     * @param force take over fields that others own
     * @param dryRun let the server answer as if, without storing
     */
    record ApplyOptions(String fieldManager, boolean force, boolean dryRun) {}

    /**
     * @param gracePeriod whole seconds that a pod has to end in, 0: it is forgotten at once, while it may still run; empty: what
     *     its spec says. For a pod that is going already a kubelet takes no notice of another
     * @param orphan what it owns stays, and is owned no longer
     */
    record DeleteOptions(Preconditions preconditions, Optional<Duration> gracePeriod, boolean orphan) {}

    /** What must still hold for a delete; empty parts are not asked. */
    record Preconditions(Optional<String> uid, Optional<String> resourceVersion) {
        public static final Preconditions NONE = new Preconditions(Optional.empty(), Optional.empty());

        /** The object must be just the one that was seen. */
        public static Preconditions of(JsonObject seen) {
            return new Preconditions(seen.text("metadata", "uid"), seen.text("metadata", "resourceVersion"));
        }
    }

    /**
     * @param namespace empty: all namespaces
     * @param labelSelector as in the API, {@code a=b,c in (d,e)}; empty: all
     * @param metadataOnly ask for PartialObjectMetadata
     */
    record ListRequest(ResourceType type, Optional<String> namespace, String labelSelector, boolean metadataOnly) {
        public static ListRequest of(ResourceType type, String namespace, String labelSelector) {
            return new ListRequest(type, Optional.of(namespace), labelSelector, false);
        }
    }

    /** The objects (each with apiVersion and kind) and the resourceVersion of the list. */
    record Listing(java.util.List<JsonObject> items, String resourceVersion) {}

    /** ADDED, MODIFIED, DELETED, BOOKMARK. */
    record WatchEvent(String type, JsonObject object) {}
}

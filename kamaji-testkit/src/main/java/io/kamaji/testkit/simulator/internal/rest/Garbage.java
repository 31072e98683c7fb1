package io.kamaji.testkit.simulator.internal.rest;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.testkit.simulator.internal.schema.ServedType;
import io.kamaji.testkit.simulator.internal.store.Key;
import java.util.Optional;

/**
 * What the controller-manager's garbage and namespace controllers do: objects without a living owner go, dependents go before
 * or after their owner as asked, a namespace takes its content along. Runs in the thread of the write that gives cause to it,
 * so that its work is done when that write is answered. Thread-safe as the store is.
 */
public final class Garbage {
    private static final String CLAIM_PROTECTION = "kubernetes.io/pvc-protection";

    private final Cluster cluster;
    private final Writer writer;
    private final Deleter deleter;
    private boolean running;
    private boolean again;

    public Garbage(Cluster cluster, Writer writer, Deleter deleter) {
        this.cluster = cluster;
        this.writer = writer;
        this.deleter = deleter;
    }

    /** After a change of an object. */
    public void changed(ServedType type, JsonObject object) {
        var meta = object.object("metadata");
        if (meta.has("deletionTimestamp") || meta.has("ownerReferences") || meta.has("finalizers")) {
            collect();
        }
    }

    private void collect() {
        synchronized (cluster.store()) {
            again = true;
            if (running) {
                return; // a change made by the collection itself: one more round follows
            }
            running = true;
            try {
                while (again) {
                    again = false;
                    cluster.store().all().forEach(this::consider);
                }
            } finally {
                running = false;
            }
        }
    }

    private void consider(Key key, JsonObject seen) {
        var type = cluster.types().byResource(key.resource());
        var live = cluster.store().get(key);
        if (type.isEmpty() || live.isEmpty()) {
            return;
        }
        var object = live.get();
        var finalizers = object.array("metadata", "finalizers").texts();
        if (object.object("metadata").has("deletionTimestamp")) {
            if (key.resource().equals("namespaces")) {
                emptyNamespace(type.get(), object, key.name());
            } else if (finalizers.contains(CLAIM_PROTECTION) && !isClaimed(key)) {
                drop(type.get(), object, CLAIM_PROTECTION);
            } else if (finalizers.contains("orphan")) {
                orphan(object);
                drop(type.get(), object, "orphan");
            } else if (finalizers.contains("foregroundDeletion") && deleteDependents(object)) {
                drop(type.get(), object, "foregroundDeletion");
            }
        } else if (isOrphaned(object)) {
            deleter.delete(type.get(), key.namespace(), key.name(), Deleter.Options.NOW);
        }
    }

    private boolean isClaimed(Key claim) {
        return cluster.store().list("pods", claim.namespace()).stream()
                .flatMap(pod -> pod.array("spec", "volumes").objects())
                .anyMatch(volume -> volume.text("persistentVolumeClaim", "claimName")
                        .orElse("")
                        .equals(claim.name()));
    }

    /** Whether all owners of an object are gone; owners of kinds that are not served can't be judged. */
    private boolean isOrphaned(JsonObject object) {
        var owners = object.array("metadata", "ownerReferences").objects().toList();
        return !owners.isEmpty() && owners.stream().allMatch(owner -> isGone(object, owner));
    }

    private boolean isGone(JsonObject object, JsonObject owner) {
        var type = cluster.types()
                .byKind(owner.text("apiVersion").orElse(""), owner.text("kind").orElse(""));
        if (type.isEmpty()) {
            return false;
        }
        var namespace = object.text("metadata", "namespace").orElse("");
        return cluster.find(type.get(), namespace, owner.text("name").orElse(""))
                .filter(found -> found.text("metadata", "uid").equals(owner.text("uid")))
                .isEmpty();
    }

    private void emptyNamespace(ServedType type, JsonObject namespace, String name) {
        for (var key : cluster.store().all().keySet()) {
            var inside = cluster.types().byResource(key.resource());
            var object = cluster.store().get(key);
            if (key.namespace().equals(name)
                    && inside.isPresent()
                    && object.isPresent()
                    && !object.get().object("metadata").has("deletionTimestamp")) {
                deleter.delete(inside.get(), name, key.name(), Deleter.Options.NOW);
            }
        }
        var left = cluster.store().all().keySet().stream()
                .anyMatch(key -> key.namespace().equals(name));
        if (!left && namespace.object("spec").has("finalizers")) {
            writer.save(type, namespace, namespace.update("spec", spec -> spec.without("finalizers")));
        }
    }

    private void orphan(JsonObject owner) {
        cluster.store().all().forEach((key, object) -> {
            var type = cluster.types().byResource(key.resource());
            if (type.isPresent() && ownedBy(object, owner).isPresent()) {
                var rest = new JsonArray(object.array("metadata", "ownerReferences").stream()
                        .filter(ref ->
                                !ref.asObject().flatMap(o -> o.text("uid")).equals(owner.text("metadata", "uid")))
                        .toList());
                writer.save(
                        type.get(),
                        object,
                        object.update("metadata", meta -> meta.with("ownerReferences", rest.isEmpty() ? null : rest)));
            }
        });
    }

    /** True if no dependent is left that blocks its owner. */
    private boolean deleteDependents(JsonObject owner) {
        var done = true;
        for (var entry : cluster.store().all().entrySet()) {
            var type = cluster.types().byResource(entry.getKey().resource());
            var reference = ownedBy(entry.getValue(), owner);
            if (type.isEmpty() || reference.isEmpty()) {
                continue;
            }
            if (!entry.getValue().object("metadata").has("deletionTimestamp")) {
                deleter.delete(
                        type.get(), entry.getKey().namespace(), entry.getKey().name(), Deleter.Options.NOW);
            }
            var blocks = reference.get().bool("blockOwnerDeletion").orElse(false);
            done &= !blocks || cluster.store().get(entry.getKey()).isEmpty();
        }
        return done;
    }

    private static Optional<JsonObject> ownedBy(JsonObject object, JsonObject owner) {
        return object.array("metadata", "ownerReferences")
                .objects()
                .filter(ref -> ref.text("uid").equals(owner.text("metadata", "uid")))
                .findFirst();
    }

    private void drop(ServedType type, JsonObject object, String finalizer) {
        var rest = new JsonArray(object.array("metadata", "finalizers").stream()
                .filter(item -> !item.equals(JsonValue.of(finalizer)))
                .toList());
        writer.save(
                type, object, object.update("metadata", meta -> meta.with("finalizers", rest.isEmpty() ? null : rest)));
    }
}

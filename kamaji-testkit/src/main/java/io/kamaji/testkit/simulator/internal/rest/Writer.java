package io.kamaji.testkit.simulator.internal.rest;

import io.kamaji.api.json.JsonObject;
import io.kamaji.testkit.simulator.internal.admission.Creation;
import io.kamaji.testkit.simulator.internal.admission.Problem;
import io.kamaji.testkit.simulator.internal.admission.StructureRules;
import io.kamaji.testkit.simulator.internal.admission.Validation;
import io.kamaji.testkit.simulator.internal.merge.FieldConflict;
import io.kamaji.testkit.simulator.internal.merge.FieldOwner;
import io.kamaji.testkit.simulator.internal.schema.ServedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Create, replace and apply: the verbs that end in a new state of one object. Thread-safe. */
public final class Writer {
    private final Cluster cluster;

    public Writer(Cluster cluster) {
        this.cluster = cluster;
    }

    /** POST. */
    public Outcome create(ServedType type, String namespace, JsonObject body, WriteOptions options) {
        synchronized (cluster.store()) {
            var warnings = Forms.check(type, body, namespace, "", options.strict());
            var owner = FieldOwner.updating(options.manager(), type.type().apiVersion(), "");
            var complete = Forms.complete(type, body);
            var tracked = Forms.tracker(type, "", cluster.now(), o -> o).updated(Forms.blank(type), complete, owner);
            return store(type, namespace, tracked, options).warned(warnings);
        }
    }

    private Outcome store(ServedType type, String namespace, JsonObject object, WriteOptions options) {
        var named = object.text("metadata", "name").isPresent()
                        || object.text("metadata", "generateName").isEmpty()
                ? object
                : object.update(
                        "metadata", m -> m.with("name", m.text("generateName").orElse("") + cluster.suffix()));
        var name = named.text("metadata", "name").orElse("");
        if (named.text("metadata", "resourceVersion").isPresent()) {
            throw ApiError.internal("resourceVersion should not be set on objects to be created");
        }
        needNamespace(type, namespace, name);
        var fresh = Creation.admit(Forms.initialStatus(type, named))
                .update(
                        "metadata",
                        meta -> meta.with("namespace", type.namespaced() ? namespace : null)
                                .with("uid", cluster.newUid())
                                .with("creationTimestamp", cluster.now())
                                .with("generation", type.countsGenerations() ? 1 : null)
                                .without("deletionTimestamp")
                                .without("deletionGracePeriodSeconds")
                                .without("selfLink"));
        refuse(type, name, problems(type, fresh));
        cluster.find(type, namespace, name).ifPresent(there -> {
            throw ApiError.alreadyExists(type, name, there.object("metadata").has("deletionTimestamp"));
        });
        var allocated = allocate(type, namespace, fresh);
        if (options.dryRun()) {
            return new Outcome(201, allocated, false, List.of());
        }
        var stored = cluster.store().put(cluster.key(type, namespace, name), allocated);
        cluster.tell(type, stored);
        return new Outcome(201, stored, true, List.of());
    }

    private void needNamespace(ServedType type, String namespace, String name) {
        if (!type.namespaced()) {
            return;
        }
        var namespaces = cluster.types().byKind("v1", "Namespace").orElseThrow();
        var found = cluster.need(namespaces, "", namespace);
        if (found.object("metadata").has("deletionTimestamp")) {
            var why = "unable to create new content in namespace " + namespace + " because it is being terminated";
            throw ApiError.forbidden(
                    type,
                    name,
                    why,
                    JsonObject.of(
                            "reason",
                            "NamespaceTerminating",
                            "message",
                            "namespace " + namespace + " is being terminated",
                            "field",
                            "metadata.namespace"));
        }
    }

    private JsonObject allocate(ServedType type, String namespace, JsonObject object) {
        if (!type.qualified().equals("services")) {
            return object;
        }
        var uid = object.text("metadata", "uid");
        var others = cluster.store().list("services", "").stream()
                .filter(other -> !other.text("metadata", "uid").equals(uid))
                .toList();
        refuse(
                type,
                object.text("metadata", "name").orElse(""),
                cluster.services().check(object, others));
        return cluster.services().allocate(object, others);
    }

    private static List<Problem> problems(ServedType type, JsonObject object) {
        var problems = new ArrayList<>(Validation.check(object));
        type.structure().ifPresent(schema -> problems.addAll(StructureRules.check(object, schema)));
        return problems;
    }

    private static void refuse(ServedType type, String name, List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw ApiError.invalid(type, name, problems);
        }
    }

    /** PUT of an object or of its status. */
    public Outcome replace(
            ServedType type, String namespace, String name, String subresource, JsonObject body, WriteOptions options) {
        synchronized (cluster.store()) {
            var warnings = Forms.check(type, body, namespace, name, options.strict());
            var live = cluster.need(type, namespace, name);
            var uid = body.text("metadata", "uid");
            if (uid.isPresent() && !uid.equals(live.text("metadata", "uid"))) {
                throw ApiError.conflict(
                        type,
                        name,
                        "StorageError: invalid object, Code: 4, Key: /registry/" + type.plural() + "/"
                                + (type.namespaced() ? namespace + "/" : "") + name
                                + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: "
                                + uid.get()
                                + ", UID in object meta: "
                                + live.text("metadata", "uid").orElse(""));
            }
            if (type.custom() && body.text("metadata", "resourceVersion").isEmpty()) {
                refuse(
                        type,
                        name,
                        List.of(Problem.invalid("metadata.resourceVersion", "0", "must be specified for an update")));
            }
            return update(type, live, body, subresource, options).warned(warnings);
        }
    }

    /** Brings an object from its live state to the next one, by an update or by a patch that was worked out. */
    Outcome update(ServedType type, JsonObject live, JsonObject next, String subresource, WriteOptions options) {
        var name = live.text("metadata", "name").orElse("");
        var version = next.text("metadata", "resourceVersion");
        if (version.isPresent() && !version.equals(live.text("metadata", "resourceVersion"))) {
            throw ApiError.modified(type, name);
        }
        var isolated = finish(type, live, subresource, next);
        var owner = FieldOwner.updating(options.manager(), type.type().apiVersion(), subresource);
        return commit(
                type,
                live,
                Forms.tracker(type, subresource, cluster.now(), o -> o).updated(live, isolated, owner),
                options);
    }

    private JsonObject finish(ServedType type, JsonObject live, String subresource, JsonObject next) {
        var kept = type.qualified().equals("services") ? cluster.services().keep(live, next) : next;
        return Forms.isolate(type, live, Forms.complete(type, kept), subresource);
    }

    /** PATCH by server-side apply. */
    public Outcome apply(
            ServedType type, String namespace, String name, String subresource, JsonObject body, WriteOptions options) {
        synchronized (cluster.store()) {
            ApplyRules.check(type, body, namespace, name, options);
            var owner = FieldOwner.applying(options.manager(), type.type().apiVersion(), subresource);
            var said = body.update(
                    "metadata",
                    meta -> meta.with("name", name).with("namespace", type.namespaced() ? namespace : null));
            var found = cluster.find(type, namespace, name);
            try {
                return found.isPresent()
                        ? applyTo(type, found.get(), said, subresource, owner, options)
                        : applyNew(type, namespace, said, subresource, owner, options);
            } catch (FieldConflict conflict) {
                throw ApiError.conflicts(conflict);
            } catch (IllegalArgumentException e) {
                throw ApiError.internal("failed to create typed patch object ("
                        + body.text("metadata", "namespace").orElse("") + "/" + name + "; "
                        + type.type().apiVersion() + ", Kind=" + type.kind() + "): " + e.getMessage());
            }
        }
    }

    private Outcome applyTo(
            ServedType type,
            JsonObject live,
            JsonObject said,
            String subresource,
            FieldOwner owner,
            WriteOptions options) {
        var name = live.text("metadata", "name").orElse("");
        var version = said.text("metadata", "resourceVersion");
        if (version.isPresent() && !version.equals(live.text("metadata", "resourceVersion"))) {
            throw ApiError.modified(type, name);
        }
        var tracker = Forms.tracker(type, subresource, cluster.now(), next -> finish(type, live, subresource, next));
        return commit(type, live, tracker.applied(live, said, owner, options.force()), options);
    }

    private Outcome applyNew(
            ServedType type,
            String namespace,
            JsonObject said,
            String subresource,
            FieldOwner owner,
            WriteOptions options) {
        var name = said.text("metadata", "name").orElse("");
        var uid = said.text("metadata", "uid");
        if (!subresource.isEmpty()) {
            throw ApiError.notFound(type, name);
        } else if (uid.isPresent()) {
            throw ApiError.conflict(
                    type,
                    name,
                    "uid mismatch: the provided object specified uid " + uid.get()
                            + ", and no existing object was found");
        }
        var ours = said.update("metadata", meta -> meta.without("resourceVersion"));
        var tracker = Forms.tracker(type, "", cluster.now(), next -> Forms.complete(type, next));
        return store(type, namespace, tracker.applied(Forms.blank(type), ours, owner, options.force()), options);
    }

    private Outcome commit(ServedType type, JsonObject live, JsonObject tracked, WriteOptions options) {
        var name = live.text("metadata", "name").orElse("");
        var namespace = live.text("metadata", "namespace").orElse("");
        var generation = live.number("metadata", "generation").orElse(0L);
        var allocated = allocate(type, namespace, tracked);
        var next = Forms.newGeneration(type, live, allocated)
                ? allocated.update("metadata", meta -> meta.with("generation", generation + 1))
                : allocated;
        var problems = new ArrayList<>(problems(type, next));
        problems.addAll(Validation.checkChange(live, next));
        refuse(type, name, problems);
        if (Forms.sameButTimes(next, live)) {
            return new Outcome(200, live, false, List.of());
        } else if (options.dryRun()) {
            return new Outcome(200, next, false, List.of());
        }
        return save(type, live, next);
    }

    /** Stores a state as it is; an object that is going and has no finalizer left is gone by it. */
    Outcome save(ServedType type, JsonObject live, JsonObject next) {
        var key = cluster.key(
                type,
                live.text("metadata", "namespace").orElse(""),
                live.text("metadata", "name").orElse(""));
        var gone = next.object("metadata").has("deletionTimestamp")
                && next.array("metadata", "finalizers").isEmpty()
                && next.array("spec", "finalizers").isEmpty()
                && next.number("metadata", "deletionGracePeriodSeconds").orElse(0L) == 0;
        if (gone) {
            cluster.store().remove(key, next);
            cluster.tell(type, next);
            return new Outcome(200, next, true, List.of());
        }
        var stored = cluster.store().put(key, next);
        cluster.tell(type, stored);
        return new Outcome(200, stored, true, List.of());
    }

    /** The stored object, if it is there. */
    public Optional<JsonObject> find(ServedType type, String namespace, String name) {
        return cluster.find(type, namespace, name);
    }
}

package io.kamaji.core.plan;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.component.Consequence;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.FieldDiff;
import io.kamaji.core.manifest.FieldPath;
import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.plan.PlanRequest.Seen;
import io.kamaji.core.render.ClusterCredentials;
import io.kamaji.core.render.Rendered.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Decides what happens to each rendered object; gathers what follows that only this comparison knows. For one plan. */
final class ObjectPlanning {
    private final PlanRequest request;
    private final List<Consequence> consequences = new ArrayList<>();
    private final AtomicInteger dryRuns = new AtomicInteger();

    ObjectPlanning(PlanRequest request) {
        this.request = request;
    }

    List<Consequence> consequences() {
        return consequences;
    }

    /** Whether the server said that it would not take it: then nothing else follows from its change. */
    boolean refuses(ObjectRef ref) {
        return consequences.stream()
                .anyMatch(consequence -> consequence.kind() == Consequence.Kind.REFUSAL
                        && consequence.ref().equals(Optional.of(ref)));
    }

    int dryRuns() {
        return dryRuns.get();
    }

    /** @throws KamajiException for an object that is not ours */
    Change change(Part part) {
        var manifest = part.manifest();
        var seen = request.seen().get(manifest.target());
        if (seen == null) {
            return waiting(part, Optional.empty(), Set.of("<" + name(manifest.target()) + " API>"));
        }
        var live = seen.observed().get(manifest.ref());
        if (live.isPresent() && isForeign(manifest, live.get())) {
            return change(Action.NONE, part, List.of(), manifest.tree(), live);
        }
        if (live.filter(Ownership::isTerminating).isPresent()) {
            return waiting(part, live, Set.of("<" + Ownership.terminating(live.get()) + ">"));
        }
        if (!part.waitsFor().isEmpty()) {
            return waiting(part, live, part.waitsFor());
        }
        if (live.isEmpty()) {
            var body = manifest.isSecret() ? SecretPlanning.normal(manifest.tree()) : manifest.tree();
            return change(Action.CREATE, part, List.of(), body, live);
        }
        if (manifest.isSecret()) {
            return secret(part, live.get());
        }
        return part.sharing().createdOnce()
                ? change(Action.NONE, part, List.of(), manifest.tree(), live)
                : applied(withoutTaken(part, live.get()), live.get(), seen);
    }

    /** Leaves out the shared fields that somebody else has set: they are theirs. */
    private static Part withoutTaken(Part part, JsonObject live) {
        var ours = OwnedFields.ours(live);
        var tree = part.manifest().tree();
        for (var path : part.sharing().paths()) {
            if (live.get(path.toArray(String[]::new)).isPresent()
                    && ours.filter(owned -> owned.has(path)).isEmpty()) {
                tree = without(tree, path);
            }
        }
        return new Part(
                new Manifest(part.manifest().target(), tree),
                part.component(),
                part.waitsFor(),
                part.sharing(),
                part.handling());
    }

    /** Without a member, and without the objects that are empty then: an empty object would be applied. */
    private static JsonObject without(JsonObject tree, List<String> path) {
        var name = path.get(0);
        if (path.size() == 1) {
            return tree.without(name);
        }
        var below = without(tree.object(name), path.subList(1, path.size()));
        return tree.with(name, below.isEmpty() ? null : below);
    }

    private static String name(Target target) {
        return target == Target.TENANT ? "tenant" : "admin";
    }

    /** True if it is the user's and stays untouched. */
    private boolean isForeign(Manifest manifest, JsonObject live) {
        var ref = manifest.ref();
        if (request.bringYourOwn().contains(ref)) {
            return true;
        }
        if (Ownership.isOurs(manifest.target(), request.name(), live)) {
            return false;
        }
        if (manifest.isSecret()
                && ref.name().equals(request.name() + "-" + ClusterCredentials.CA.secret())
                && SecretPlanning.saysTheSame(SecretPlanning.normal(manifest.tree()), live)) {
            return true;
        }
        // in the tenant's cluster our objects have names that Kubernetes gives a meaning, and may be there before us
        if (!request.adopt() && (manifest.target() == Target.ADMIN || manifest.isSecret())) {
            throw Ownership.refusal(ref);
        }
        return false;
    }

    private Change secret(Part part, JsonObject live) {
        var wanted = SecretPlanning.normal(part.manifest().tree());
        var differences = SecretPlanning.differences(wanted, live);
        return differences.isEmpty()
                ? change(Action.NONE, part, differences, wanted, Optional.of(live))
                : change(Action.UPDATE, part, differences, SecretPlanning.merged(wanted, live), Optional.of(live));
    }

    private Change applied(Part part, JsonObject live, Seen seen) {
        var wanted = part.manifest().tree();
        var added = part.handling().has(Trait.EXACT) ? Additions.in(live, part.manifest()) : List.<FieldDiff>of();
        if (added.isEmpty()
                && OwnedFields.ours(live)
                        .filter(owned -> owned.settled(wanted, live))
                        .isPresent()) {
            return change(Action.NONE, part, List.of(), wanted, Optional.of(live));
        }
        // the uid keeps an apply from making anew what was deleted in the meantime
        var uid = live.text("metadata", "uid");
        var body = wanted.update("metadata", meta -> meta.with("uid", uid));
        var differences = added.isEmpty() ? differences(part, live, seen, body) : added;
        return differences.isEmpty()
                ? change(Action.NONE, part, differences, wanted, Optional.of(live))
                : change(Action.UPDATE, part, differences, body, Optional.of(live));
    }

    private List<FieldDiff> differences(Part part, JsonObject live, Seen seen, JsonObject body) {
        if (part.manifest().target() == Target.ADMIN && Handover.isDue(live)) {
            return handover(part, live);
        }
        var result = dryRun(part, seen, body);
        if (result.isEmpty()) {
            var differences = TreeDiff.missing(live, part.manifest().tree());
            return differences.isEmpty() ? ownership("not asked", "by what is rendered") : differences;
        }
        var differences = TreeDiff.between(live, result.get());
        takeovers(part, live, differences);
        var before = OwnedFields.ours(live).map(OwnedFields::fields);
        var after = OwnedFields.ours(result.get()).map(OwnedFields::fields);
        return differences.isEmpty() && !before.equals(after)
                ? ownership(
                        before.map(f -> Fingerprint.of(f.toJson())).orElse("(none)"),
                        after.map(f -> Fingerprint.of(f.toJson())).orElse("(none)"))
                : differences;
    }

    /** A dry run would meet the reference's containers beside ours, and can't be made of the patch before it. */
    private List<FieldDiff> handover(Part part, JsonObject live) {
        var ref = part.manifest().ref();
        consequences.add(new Consequence(
                Consequence.Kind.TAKEOVER,
                Optional.of(ref),
                "takes " + ref.kind() + " " + ref.name() + " over in place from the operator that made it"));
        var differences = Handover.differences(live, part.manifest().tree());
        return differences.isEmpty() ? ownership("by update", "by apply") : differences;
    }

    private static List<FieldDiff> ownership(String before, String after) {
        return List.of(new FieldDiff("metadata.managedFields[kamaji]", Optional.of(before), Optional.of(after)));
    }

    private Optional<JsonObject> dryRun(Part part, Seen seen, JsonObject body) {
        try {
            var answer = seen.dryRun().apply(body);
            answer.ifPresent(asked -> dryRuns.incrementAndGet());
            return answer;
        } catch (ClusterException e) {
            if (e.code() == 0 || e.isTransient() || e.isNotFound()) {
                throw e;
            }
            dryRuns.incrementAndGet();
            if (part.handling().has(Trait.REPLACEABLE)) {
                return Optional.empty();
            }
            consequences.add(new Consequence(
                    Consequence.Kind.REFUSAL,
                    Optional.of(part.manifest().ref()),
                    "the server would refuse it: " + e.getMessage()));
            return Optional.empty();
        }
    }

    private void takeovers(Part part, JsonObject live, List<FieldDiff> differences) {
        for (var other : OwnedFields.others(live)) {
            differences.stream()
                    .filter(diff -> diff.before().isPresent() && diff.after().isPresent())
                    .filter(diff -> other.paths().stream().anyMatch(owned -> FieldPath.isUnder(diff.path(), owned)))
                    .forEach(diff -> consequences.add(new Consequence(
                            Consequence.Kind.TAKEOVER,
                            Optional.of(part.manifest().ref()),
                            "takes " + diff.path() + " of "
                                    + part.manifest().ref().kind() + " "
                                    + part.manifest().ref().name() + " back from " + other.manager())));
        }
    }

    private static Change waiting(Part part, Optional<JsonObject> live, Set<String> waitsFor) {
        return new Change(
                Action.WAIT,
                part.manifest().target(),
                part.manifest().ref(),
                part.component(),
                List.of(),
                Optional.of(part.manifest()),
                live.map(ObjectPlanning::basis),
                waitsFor,
                part.handling());
    }

    private static Change change(
            Action action, Part part, List<FieldDiff> fields, JsonObject body, Optional<JsonObject> live) {
        var target = part.manifest().target();
        return new Change(
                action,
                target,
                part.manifest().ref(),
                part.component(),
                fields,
                Optional.of(new Manifest(target, body)),
                live.map(ObjectPlanning::basis),
                Set.of(),
                part.handling());
    }

    static Basis basis(JsonObject live) {
        return new Basis(
                live.text("metadata", "uid").orElse(""),
                live.text("metadata", "resourceVersion").orElse(""),
                OwnedFields.ours(live).map(owned -> owned.digest(live)).orElse(""));
    }
}

package io.kamaji.examples.cli;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.plan.Change;
import io.kamaji.core.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Asks the operator to issue certificates of a tenant anew, as its Secrets' annotation does, and waits until it has. */
record Rotation(ObjectRef tenant, Plan plan, Set<ObjectRef> secrets) {
    private static final String ANNOTATION = "certs.kamaji.clastix.io/rotate";

    /**
     * Plans it as if it were asked for. Reads only.
     *
     * @param names of Secrets; empty: all that can be
     * @throws KamajiException if a Secret is named that can't be, with the reason
     */
    static Rotation of(TenantControlPlane tenant, ObjectRef ref, List<String> names, ClusterClient admin) {
        Predicate<JsonObject> asked = object -> ResourceTypes.SECRET.is(ObjectRef.of(object))
                && object.text("metadata", "labels", "kamaji.clastix.io/name").equals(Optional.of(ref.name()))
                && (names.isEmpty() || names.contains(ObjectRef.of(object).name()));
        Plan plan;
        try (var kamaji = Kamaji.connect(AdminCluster.of(AsIf.of(admin, asked, Rotation::ask)))) {
            plan = kamaji.tenant(tenant).plan();
        }
        var done = plan.changes(Action.UPDATE).stream()
                .filter(Change::isSecret)
                .filter(change -> isDone(change.body()))
                .map(Change::ref)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        var left = names.stream()
                .filter(name -> done.stream().noneMatch(secret -> secret.name().equals(name)))
                .findFirst();
        if (left.isPresent()) {
            throw refusal(ResourceTypes.SECRET.ref(ref.namespace().orElse(""), left.get()), plan);
        }
        return new Rotation(ref, plan, done);
    }

    private static KamajiException refusal(ObjectRef secret, Plan plan) {
        return plan.warnings().stream()
                .filter(warning -> warning.startsWith("Secret " + secret.name() + ":"))
                .findFirst()
                .map(warning -> KamajiException.at(secret, warning))
                .orElseGet(() -> KamajiException.at(secret, "holds no certificate that is issued for this tenant"));
    }

    private static JsonObject ask(JsonObject secret) {
        return secret.update(
                "metadata",
                metadata -> metadata.update("annotations", annotations -> annotations.with(ANNOTATION, "")));
    }

    private static boolean isDone(JsonObject secret) {
        return secret.text("metadata", "annotations", ANNOTATION)
                .filter(since -> !since.isEmpty())
                .isPresent();
    }

    /** What will be done, and what follows from it. */
    String text() {
        return secrets.stream()
                        .map(secret -> "to be issued anew: Secret " + secret.name() + "\n")
                        .collect(Collectors.joining())
                + plan.consequences().stream()
                        .map(consequence -> "follows: " + consequence.text() + "\n")
                        .collect(Collectors.joining());
    }

    /**
     * Asks, and waits until the operator has done it and the pods run with what is new.
     *
     * @throws KamajiException if that takes longer; it is asked for all the same
     */
    void run(ClusterClient admin, Duration atMost) {
        var until = Instant.now().plus(atMost);
        var deployment = ResourceTypes.DEPLOYMENT.ref(tenant.namespace().orElse(""), tenant.name());
        var before = admin.get(deployment)
                .flatMap(live -> live.number("metadata", "generation"))
                .orElse(0L);
        secrets.forEach(secret -> admin.patch(secret, PatchType.MERGE, ask(JsonObject.EMPTY), ""));
        for (var secret : secrets) {
            await(admin, secret, until, Rotation::isDone);
        }
        if (plan.change(Target.ADMIN, deployment)
                .filter(change -> change.action().writes())
                .isPresent()) {
            await(admin, deployment, until, live -> hasRolledOut(live, before));
        }
    }

    private static boolean hasRolledOut(JsonObject deployment, long before) {
        var generation = deployment.number("metadata", "generation").orElse(0L);
        var wanted = deployment.number("spec", "replicas").orElse(1L);
        return generation > before
                && deployment.number("status", "observedGeneration").orElse(0L) >= generation
                && List.of("replicas", "updatedReplicas", "availableReplicas").stream()
                        .allMatch(count ->
                                deployment.number("status", count).orElse(0L).equals(wanted));
    }

    private static void await(ClusterClient admin, ObjectRef ref, Instant until, Predicate<JsonObject> done) {
        var type = admin.type(ref.apiVersion(), ref.kind()).orElseThrow();
        var request = new ListRequest(type, ref.namespace(), "", false);
        while (true) {
            var listing = admin.list(request);
            var left = Duration.between(Instant.now(), until);
            if (listing.items().stream().anyMatch(object -> isAt(ref, object) && done.test(object))) {
                return;
            } else if (left.isNegative()) {
                throw KamajiException.at(
                        ref, "asked for, and not done yet: does an operator run, is there a maintenance window?");
            }
            admin.watch(
                    request,
                    listing.resourceVersion(),
                    left,
                    event -> isAt(ref, event.object()) && done.test(event.object()));
        }
    }

    private static boolean isAt(ObjectRef ref, JsonObject object) {
        return object.text("metadata", "name").equals(Optional.of(ref.name()));
    }
}

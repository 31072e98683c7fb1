package io.kamaji.core.access;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.KubeconfigGenerator;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.kubeconfig.GeneratorError;
import io.kamaji.api.kubeconfig.KubeconfigGeneratorStatus;
import io.kamaji.core.apply.Applier;
import io.kamaji.core.apply.ApplyReport;
import io.kamaji.core.apply.ApplyReport.Outcome;
import io.kamaji.core.apply.StoreEffect;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.manifest.LabelSelector;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.plan.Change;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.plan.Planner;
import io.kamaji.core.render.ClusterCredentials;
import io.kamaji.core.render.CredentialReader;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.PkiException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * One pass over one KubeconfigGenerator: a Secret for each selected tenant, none for any other. Keeps no state; thread-safe.
 * What goes wrong with one tenant is told of that tenant and does not keep the others from theirs. A Secret of one of our
 * names that is not the generator's is never touched. Requests: one list of Secrets, one of Namespaces if they are selected
 * by label, two GETs for each tenant, and one more for each that has no Secret yet.
 */
public final class GeneratorReconciler {
    private static final String COMPONENT = "kubeconfig-generator";

    private final Supplier<Issuance> issuance;
    private final Planner planner = Planner.standard();
    private final Applier applier = Applier.standard();

    private GeneratorReconciler(Supplier<Issuance> issuance) {
        this.issuance = issuance;
    }

    /** @param issuance asked once for each pass: the time, randomness, kind of keys, and when to renew */
    public static GeneratorReconciler create(Supplier<Issuance> issuance) {
        return new GeneratorReconciler(issuance);
    }

    /** What was found and is to be done. */
    private record Draft(Plan plan, int selected, Map<ObjectRef, String> resources, Map<String, String> errors) {}

    /**
     * What a pass would do. Reads only.
     *
     * @param tenants all that there are, with their labels; those that are selected are picked out
     * @throws InvalidSpecException with everything that is wrong with the generator
     */
    public Plan plan(KubeconfigGenerator generator, List<TenantControlPlane> tenants, ClusterClient admin) {
        return draft(generator.requireValid(), tenants, admin).plan();
    }

    /**
     * One pass.
     *
     * @param tenants as in {@link #plan}
     * @throws InvalidSpecException with everything that is wrong with the generator
     * @throws KamajiException if it can't be told what is there
     */
    public GeneratorPass pass(KubeconfigGenerator generator, List<TenantControlPlane> tenants, ClusterClient admin) {
        var draft = draft(generator.requireValid(), tenants, admin);
        var errors = new TreeMap<>(draft.errors());
        var outcomes = apply(draft.plan(), admin);
        outcomes.stream()
                .filter(outcome -> outcome.result() == ApplyReport.Effect.FAILED)
                .forEach(outcome -> Optional.ofNullable(
                                draft.resources().get(outcome.change().ref()))
                        .ifPresent(resource -> errors.put(
                                resource,
                                "an error occurred generating the \"" + name(outcome.change()) + "\" Secret: "
                                        + outcome.message())));
        var status = KubeconfigGeneratorStatus.builder()
                .resources(draft.selected())
                .availableResources(draft.selected() - errors.size())
                .observedGeneration(generator.metadata().generation());
        if (!errors.isEmpty()) {
            status.errors(errors.entrySet().stream()
                    .map(error -> GeneratorError.builder()
                            .resource(error.getKey())
                            .message(error.getValue())
                            .build())
                    .toList());
        }
        return new GeneratorPass(draft.plan(), outcomes, status.build());
    }

    /**
     * Deletes all that a generator made; what others put into Secrets of its names stays.
     *
     * @throws KamajiException if a deletion fails; deleting again goes on from there
     */
    public GeneratorPass delete(KubeconfigGenerator generator, ClusterClient admin) {
        var plan = plan(
                generator,
                listed(name(generator), admin).values().stream()
                        .map(planner::deletion)
                        .toList());
        var outcomes = applier.apply(plan, Map.of(Target.ADMIN, admin), StoreEffect.NONE)
                .orThrow()
                .outcomes();
        return new GeneratorPass(
                plan,
                outcomes,
                KubeconfigGeneratorStatus.builder()
                        .resources(0)
                        .availableResources(0)
                        .build());
    }

    private Draft draft(KubeconfigGenerator generator, List<TenantControlPlane> tenants, ClusterClient admin) {
        var made = listed(name(generator), admin);
        var changes = new ArrayList<Change>();
        var resources = new LinkedHashMap<ObjectRef, String>();
        var errors = new TreeMap<String, String>();
        var now = issuance.get();
        for (var wanted : selected(generator, tenants, admin)) {
            resources.put(wanted.ref(), wanted.resource());
            try {
                changes.add(change(wanted, made, admin, now));
            } catch (KamajiException | PkiException e) {
                errors.put(wanted.resource(), String.valueOf(e.getMessage()));
            }
        }
        made.forEach((ref, secret) -> {
            if (!resources.containsKey(ref)) {
                changes.add(planner.deletion(secret));
            }
        });
        return new Draft(plan(generator, changes), resources.size(), resources, errors);
    }

    private Change change(
            GeneratedKubeconfig wanted, Map<ObjectRef, JsonObject> made, ClusterClient admin, Issuance now) {
        var live = Optional.ofNullable(made.get(wanted.ref())).or(() -> admin.get(wanted.ref()));
        if (live.isPresent() && !wanted.isOurs(live.get())) {
            throw new KamajiException("the secret \"" + text(wanted.ref()) + "\" cannot be generated", null);
        }
        var secret = wanted.wanted(
                admin.get(wanted.secret(ClusterCredentials.ADMIN.secret())), authority(wanted, admin), live, now);
        return planner.secret(secret, COMPONENT, live);
    }

    private static KeyedCertificate authority(GeneratedKubeconfig wanted, ClusterClient admin) {
        var ca = ClusterCredentials.CA;
        return admin.get(wanted.secret(ca.secret()))
                .map(secret -> CredentialReader.read(List.of(ca), Map.of(ca.secret(), secret)))
                .map(stored -> stored.certificates().get(ca.name()))
                .orElseThrow(() -> new KamajiException("cannot retrieve Certificate Authority", null));
    }

    private static Map<ObjectRef, JsonObject> listed(String generator, ClusterClient admin) {
        var secrets = new LinkedHashMap<ObjectRef, JsonObject>();
        var selector = GeneratedKubeconfig.MANAGED_BY + "=" + generator;
        admin.list(new ListRequest(ResourceTypes.SECRET, Optional.empty(), selector, false))
                .items()
                .forEach(secret -> secrets.put(ObjectRef.of(secret), secret));
        return secrets;
    }

    private static List<GeneratedKubeconfig> selected(
            KubeconfigGenerator generator, List<TenantControlPlane> tenants, ClusterClient admin) {
        var spec = generator.spec();
        var byLabel = new LabelSelector(spec.tenantControlPlaneSelector());
        var namespaces =
                spec.namespaceSelector().map(selector -> namespaces(new LabelSelector(Optional.of(selector)), admin));
        return tenants.stream()
                .filter(tenant -> byLabel.selects(tenant.metadata().labels().orElse(Map.of())))
                .map(tenant -> new GeneratedKubeconfig(name(generator), spec, tenant))
                .filter(wanted -> namespaces.isEmpty() || namespaces.get().contains(wanted.namespace()))
                .sorted(Comparator.comparing(GeneratedKubeconfig::resource))
                .toList();
    }

    private static List<String> namespaces(LabelSelector selector, ClusterClient admin) {
        return admin.list(new ListRequest(ResourceTypes.NAMESPACE, Optional.empty(), "", true)).items().stream()
                .filter(namespace -> selector.selects(namespace.texts("metadata", "labels")))
                .flatMap(namespace -> namespace.text("metadata", "name").stream())
                .toList();
    }

    /** Row by row, so that none waits for another. */
    private List<Outcome> apply(Plan plan, ClusterClient admin) {
        return plan.changes().stream()
                .map(change -> new Plan(plan.subject(), List.of(change), List.of(), List.of(), List.of(), 0))
                .flatMap(row -> applier.apply(row, Map.of(Target.ADMIN, admin), StoreEffect.NONE).outcomes().stream())
                .toList();
    }

    private static Plan plan(KubeconfigGenerator generator, List<Change> changes) {
        return new Plan(
                ResourceTypes.KUBECONFIG_GENERATOR.ref(name(generator)), changes, List.of(), List.of(), List.of(), 0);
    }

    private static String name(KubeconfigGenerator generator) {
        return generator.metadata().name().orElse("");
    }

    private static String name(Change change) {
        return text(change.ref());
    }

    private static String text(ObjectRef ref) {
        return ref.namespace().orElse("") + "/" + ref.name();
    }
}

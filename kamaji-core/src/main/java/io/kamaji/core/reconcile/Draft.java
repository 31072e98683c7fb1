package io.kamaji.core.reconcile;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.Observation;
import io.kamaji.core.component.Store;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.plan.DryRun;
import io.kamaji.core.plan.PlanRequest;
import io.kamaji.core.render.RenderInputs;
import io.kamaji.core.render.Rendered;
import io.kamaji.core.render.StoredCredentials;
import io.kamaji.core.render.internal.StoredSecrets;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.pki.CertificateTree;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.SigningKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a pass saw of the admin cluster and made of it: everything up to the plan. Immutable.
 *
 * @param address the announced address, once it is known
 * @param issued credentials that are new in this pass, with the reason
 * @param storeSteps what the store still lacks; empty too where it could not be asked, see {@code storeProblem}
 */
record Draft(
        TenantControlPlane tenant,
        TenantObjects names,
        ClusterClient admin,
        Observation seen,
        Optional<String> address,
        StoredCredentials stored,
        Rendered rendered,
        Map<String, String> issued,
        List<String> storeSteps,
        Optional<DataStoreException> storeProblem,
        List<String> warnings,
        boolean adopt,
        boolean allowDataLoss) {

    private static final Duration OVERTAKEN = Duration.ofSeconds(1);

    /** Looks and decides. Reads only. */
    static Draft of(TenantControlPlane tenant, ClusterClient admin, ReconcilerSettings settings) {
        var names = TenantObjects.of(tenant);
        var seen = settings.adopt() ? adoptable(names, admin) : observe(names, admin);
        var stores = new StoreResolver(settings, admin);
        var resolved = stores.of(tenant);
        var driver = settings.drivers().driver(resolved.driver());
        var account = seen.observed().get(names.storageConfig());
        var moving = MigrationRecord.of(seen.observed(), names).filter(MigrationRecord::open);
        moving.ifPresent(record -> record.requirePass(resolved.name(), names));
        var decided = StoreIdentity.of(tenant, account, settings.random());
        var identity = StoreIdentity.located(
                decided, account, driver.bind(resolved, decided).kine().isPresent());
        var binding = driver.bind(resolved, identity);
        var overrides = OverrideStores.of(tenant, identity, stores);
        var store = overrides.beside(
                new Store(resolved.name(), resolved.driver(), resolved.endpoints(), identity, binding));
        var violations = new ArrayList<>(driver.validate(resolved.store()));
        violations.addAll(overrides.violations(resolved, binding));
        violations.addAll(settings.renderer().unsupported(tenant, store, settings.kineImage()));
        Exposure.missing(tenant.effective()).ifPresent(violations::add);
        if (moving.isEmpty()) {
            StoreIdentity.elsewhere(account, resolved.name()).ifPresent(violations::add);
        }
        if (!violations.isEmpty()) {
            throw new InvalidSpecException("TenantControlPlane " + names.tenant(), violations);
        }
        var address = Exposure.address(tenant.effective(), seen.observed().get(names.service()));
        var stored = StoredSecrets.read(secrets(seen, names));
        var issuance = new Issuance(
                settings.clock().instant(), settings.random(), settings.keyAlgorithm(), settings.renewal());
        var tree = CertificateTree.of(settings.renderer().certificates(tenant, address, store))
                .reconcile(withAuthority(stored, resolved), stored.unreadable(), issuance);
        var keys = stored.serviceAccountKeys()
                .orElseGet(() -> SigningKeys.generate(settings.keyAlgorithm(), settings.random()));
        var issued = new LinkedHashMap<>(tree.issued());
        if (stored.serviceAccountKeys().isEmpty()) {
            issued.put("sa", "missing");
        }
        var inputs = new RenderInputs(
                address,
                tree.certificates(),
                keys,
                store,
                stored.kubeconfigs(),
                Optional.empty(),
                settings.kineImage());
        var rendered = FurtherKinds.record(settings.renderer().render(tenant, inputs), seen.observed(), names);
        var warnings = new ArrayList<>(seen.warnings());
        warnings.addAll(tree.warnings());
        tenant.warnings().forEach(warning -> warnings.add(warning.toString()));
        rendered.manifests(Target.ADMIN).stream()
                .filter(manifest -> manifest.ref().equals(names.deployment()))
                .map(manifest ->
                        OverrideChanges.warnings(seen.observed().get(names.deployment()), manifest.tree(), store))
                .forEach(warnings::addAll);
        var steps = new ArrayList<String>();
        Optional<DataStoreException> problem = Optional.empty();
        try {
            steps.addAll(driver.inspect(resolved, identity));
            steps.addAll(overrides.missing());
        } catch (DataStoreException e) {
            problem = Optional.of(e);
        }
        var running = seen.observed().get(names.deployment()).isPresent();
        if (problem.isPresent() && !running) {
            requireNotOvertaken(names, seen, admin);
            // a control plane that can't reach its state would only crash; one that runs must not be held up
            Transient.retryAfter(problem.get());
            rendered = waiting(rendered, names.deployment(), "<datastore " + resolved.name() + ">");
        }
        return new Draft(
                tenant,
                names,
                admin,
                seen,
                address,
                stored,
                rendered,
                issued,
                steps,
                problem,
                warnings,
                settings.adopt(),
                settings.allowDataLoss());
    }

    /** Where another process decided the tenant's account after we looked, the store knows that one and refuses ours. */
    private static void requireNotOvertaken(TenantObjects names, Observation seen, ClusterClient admin) {
        var ref = names.storageConfig();
        if (seen.observed().get(ref).isEmpty() && admin.get(ref).isPresent()) {
            throw new KamajiException(
                    ref + " has come into being: another process works on the tenant", null, ref, OVERTAKEN);
        }
    }

    private static Rendered waiting(Rendered rendered, ObjectRef ref, String what) {
        var parts = rendered.parts().stream()
                .map(part -> part.manifest().ref().equals(ref) ? part.waitingFor(what) : part)
                .toList();
        return new Rendered(parts, rendered.warnings());
    }

    /** One list per kind of ours, and what may lack our label asked for by name. */
    static Observation observe(TenantObjects names, ClusterClient admin) {
        var seen = Observation.of(
                admin,
                names.namespace(),
                names.selector(),
                TenantObjects.REQUIRED,
                TenantObjects.OPTIONAL,
                Set.of(names.clusterAuthority()));
        return FurtherKinds.with(seen, names, admin);
    }

    /** The same with what lacks our label: what is to be adopted must be seen first, so that its keys are kept. */
    private static Observation adoptable(TenantObjects names, ClusterClient admin) {
        return Observation.of(admin, names.namespace(), "", TenantObjects.REQUIRED, TenantObjects.OPTIONAL, Set.of());
    }

    /** The tenant's Secrets by what follows its name in theirs. */
    private static Map<String, JsonObject> secrets(Observation seen, TenantObjects names) {
        requireWholeAuthority(names, seen);
        var secrets = new HashMap<String, JsonObject>();
        var prefix = names.tenant() + "-";
        seen.observed().objects().forEach((ref, object) -> {
            if (ref.kind().equals("Secret") && ref.name().startsWith(prefix)) {
                secrets.put(ref.name().substring(prefix.length()), object);
            }
        });
        return secrets;
    }

    /** Pods mount {@code ca.crt} and {@code ca.key}: a Secret that exists without them can't serve. */
    private static void requireWholeAuthority(TenantObjects names, Observation seen) {
        seen.observed()
                .get(names.clusterAuthority())
                .filter(secret -> secret.text("data", "ca.crt").isEmpty()
                        || secret.text("data", "ca.key").isEmpty())
                .ifPresent(secret -> {
                    throw new KamajiException(
                            "a cluster CA must hold ca.crt and ca.key, this one holds "
                                    + secret.object("data").members().keySet() + ": add them, or delete the Secret to"
                                    + " have a new CA made",
                            null,
                            names.clusterAuthority(),
                            null);
                });
    }

    private static Map<String, KeyedCertificate> withAuthority(StoredCredentials stored, ResolvedDataStore resolved) {
        var current = new HashMap<>(stored.certificates());
        resolved.authority().ifPresent(authority -> current.put(StorageBinding.AUTHORITY, authority));
        return current;
    }

    /** The Secret with the cluster CA, if the user brought it. */
    private Set<ObjectRef> bringYourOwn() {
        var own = new HashSet<ObjectRef>();
        seen.observed()
                .get(names.clusterAuthority())
                .filter(secret -> !secret.texts("metadata", "labels").containsKey("kamaji.clastix.io/name"))
                .ifPresent(secret -> own.add(names.clusterAuthority()));
        return own;
    }

    /** Accounts in stores that were overrides' once: only with them are the stores cleared when the tenant goes. */
    private Set<ObjectRef> leftStores() {
        var left = new TreeSet<>(Comparator.comparing(ObjectRef::name));
        left.addAll(seen.observed().objects().keySet());
        left.removeIf(ref -> !names.isStorageConfig(ref));
        rendered.manifests(Target.ADMIN).forEach(manifest -> left.remove(manifest.ref()));
        return left;
    }

    PlanRequest planRequest(TenantLook tenantLook) {
        var request = PlanRequest.builder(names.namespace(), names.tenant(), rendered)
                .putSeen(Target.ADMIN, seen.observed(), DryRun.by(admin))
                .issued(issued)
                .storeSteps(storeSteps)
                .bringYourOwn(bringYourOwn())
                .keep(leftStores())
                .adopt(adopt)
                .allowDataLoss(allowDataLoss);
        var all = new ArrayList<>(warnings);
        storeProblem.map(KamajiException::getMessage).ifPresent(all::add);
        leftStores()
                .forEach(account ->
                        all.add(account + " stays: a store that nothing is kept in any more holds what it held"
                                + " until the tenant is deleted"));
        tenantLook.problem().ifPresent(all::add);
        tenantLook
                .client()
                .ifPresent(client -> request.putSeen(Target.TENANT, tenantLook.observed(), DryRun.by(client)));
        return request.warnings(all).build();
    }
}

package io.kamaji.core.boundary;

import io.kamaji.api.DataStore;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.boundary.Boundaries;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.component.Registry;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.observe.AdminState;
import io.kamaji.core.observe.TenantCensus;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.render.Rendered;
import io.kamaji.datastore.ResolvedDataStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A tenant held against its boundaries. What lies outside is refused if it is new; what a running tenant had when the boundary was
 * drawn is told, and stays. Immutable.
 *
 * @param boundaries those in force; none: nothing is judged
 * @param refused what is outside and new
 * @param kept what is outside, and was so before
 */
public record BoundaryCheck(
        TenantControlPlane tenant,
        AdminState seen,
        List<Boundaries> boundaries,
        List<Violation> refused,
        List<Violation> kept) {

    public BoundaryCheck {
        boundaries = List.copyOf(boundaries);
        refused = List.copyOf(refused);
        kept = List.copyOf(kept);
    }

    /** By the spec, and by how many tenants there are. Of a tenant in no boundary nothing is asked. */
    public static BoundaryCheck of(
            BoundarySource source, TenantControlPlane tenant, AdminState seen, ClusterClient admin) {
        var check = new BoundaryCheck(tenant, seen, source.boundaries(tenant, admin), List.of(), List.of());
        var boundaries = check.boundaries();
        if (boundaries.isEmpty()) {
            return check;
        }
        var now = all(boundaries, boundary -> boundary.check(tenant));
        if (AcceptedSpec.text(tenant).length() > AcceptedSpec.MOST) {
            var message = "is too large to be held against a boundary: at most " + AcceptedSpec.MOST + " characters";
            return check.plus(List.of(new Violation("spec", JsonValue.NULL, message)), List.of());
        }
        if (check.lives()) {
            var accepted = AcceptedSpec.of(seen);
            var before = accepted.map(old -> all(boundaries, boundary -> boundary.check(old)))
                    .orElse(now);
            return check.plus(now, before);
        }
        now.addAll(number(boundaries, seen, admin));
        return check.plus(now, List.of());
    }

    private boolean lives() {
        return seen.get(seen.names().deployment()).isPresent();
    }

    private static List<Violation> all(List<Boundaries> boundaries, Function<Boundaries, List<Violation>> check) {
        var found = new ArrayList<Violation>();
        boundaries.forEach(boundary -> found.addAll(check.apply(boundary)));
        return found;
    }

    /** Who has an account already has a place, unless others had theirs before: then two began at the same moment. */
    private static List<Violation> number(List<Boundaries> boundaries, AdminState seen, ClusterClient admin) {
        if (boundaries.stream().allMatch(boundary -> boundary.tenants().isEmpty())) {
            return List.of();
        }
        var namespace = seen.names().namespace();
        var before = TenantCensus.accounts(admin, Optional.of(namespace)).keySet().stream()
                .takeWhile(tenant -> !tenant.equals(seen.names().ref()))
                .count();
        return all(
                boundaries,
                boundary -> boundary.tenants().filter(most -> before >= most).stream()
                        .map(most -> boundary.violation(
                                "tenants",
                                "metadata.namespace",
                                JsonValue.of(namespace),
                                "there are " + before + " tenants in this namespace already, of at most " + most))
                        .toList());
    }

    /**
     * What of a plan is done by a pass: where the number of tenants is limited, a new one begins with its account alone, so that of
     * those that begin at the same moment no more go on than may be.
     */
    public Plan begun(Plan plan) {
        var account = seen.names().storageConfig();
        var most = boundaries.stream()
                .flatMap(boundary -> boundary.tenants().stream())
                .min(Integer::compare);
        if (most.isEmpty() || lives() || seen.get(account).isPresent()) {
            return plan;
        }
        var place = Set.of("<place among at most " + most.get() + " tenants>");
        var changes = plan.changes().stream()
                .map(change ->
                        change.action().writes() && !change.ref().equals(account) ? change.waitingFor(place) : change)
                .toList();
        return new Plan(plan.subject(), changes, plan.consequences(), List.of(), plan.warnings(), plan.dryRuns());
    }

    /** By its datastore and the pods that are rendered, too. */
    public BoundaryCheck placed(
            ResolvedDataStore store, Optional<String> storedIn, Rendered rendered, Registry registry) {
        if (boundaries.isEmpty()) {
            return this;
        }
        var deployment = seen.names().deployment();
        var pods = rendered.manifest(Target.ADMIN, deployment)
                .map(manifest -> pods(registry, manifest.tree()))
                .orElse(List.of());
        var livePods = seen.get(deployment).map(live -> pods(registry, live)).orElse(List.of());
        var pool = all(boundaries, boundary -> outsidePool(boundary, store));
        return plus(pods, livePods).plus(pool, storedIn.equals(Optional.of(store.name())) ? pool : List.of());
    }

    private List<Violation> pods(Registry registry, JsonObject deployment) {
        return all(
                boundaries,
                boundary -> new PodSecurity(boundary.podSecurity(), tenant, registry)
                        .check(deployment).stream()
                                .map(found ->
                                        boundary.violation("podSecurity", found.path(), found.value(), found.message()))
                                .toList());
    }

    /** Whether the tenant may be placed in a store: whoever names it is judged by the spec. */
    public boolean admits(DataStore store) {
        var there =
                tenant.toBuilder().dataStore(store.metadata().name().orElse("")).build();
        return boundaries.stream()
                .allMatch(boundary -> isInPool(boundary, store)
                        && boundary.check(there).stream()
                                .noneMatch(violation -> violation.path().equals("spec.dataStore")));
    }

    private static boolean isInPool(Boundaries boundary, DataStore store) {
        return store.metadata()
                .labels()
                .orElse(Map.of())
                .entrySet()
                .containsAll(boundary.pool().entrySet());
    }

    private List<Violation> outsidePool(Boundaries boundary, ResolvedDataStore store) {
        return isInPool(boundary, store.store())
                ? List.of()
                : List.of(boundary.violation(
                        "dataStores.pool",
                        "spec.dataStore",
                        JsonValue.of(tenant.spec().dataStore()),
                        "must be a datastore with the labels " + boundary.pool()));
    }

    private BoundaryCheck plus(List<Violation> now, List<Violation> before) {
        Set<String> known = new HashSet<>();
        before.forEach(violation -> known.add(key(violation)));
        var fresh = new ArrayList<>(refused);
        var old = new ArrayList<>(kept);
        now.forEach(violation -> (known.contains(key(violation)) ? old : fresh).add(violation));
        return new BoundaryCheck(tenant, seen, boundaries, fresh, old);
    }

    /** The same thing is still the same where the item before it in its list has gone. */
    private static String key(Violation violation) {
        return violation.path().replaceAll("\\[\\d+]", "[]") + violation.value().toJson() + violation.message();
    }

    /** The plan, with what the quotas of the namespace will refuse of it; nobody is told otherwise when pods are refused. */
    public Plan forecast(Plan plan, ClusterClient admin) {
        var deployment = seen.names().deployment();
        if (plan.change(Target.ADMIN, deployment)
                .filter(change -> change.action() != Action.NONE)
                .isEmpty()) {
            return plan;
        }
        var warnings = new ArrayList<>(plan.warnings());
        warnings.addAll(QuotaForecast.of(admin, seen.names().namespace()).warnings(plan, seen.get(deployment)));
        return new Plan(
                plan.subject(), plan.changes(), plan.consequences(), plan.storeSteps(), warnings, plan.dryRuns());
    }

    /** The rendering with a record of the spec, as that is what a later one is compared with. */
    public Rendered record(Rendered rendered) {
        return boundaries.isEmpty() ? rendered : AcceptedSpec.record(rendered, seen, tenant);
    }

    @Override
    public String toString() {
        return "BoundaryCheck[" + boundaries + ", refused=" + refused + ", kept=" + kept + "]";
    }
}

package io.kamaji.core.reconcile;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import io.kamaji.core.boundary.BoundaryCheck;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.observe.AdminState;
import io.kamaji.core.storage.TenantStorage;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges a spec, once in a pass: its shape and what can be rendered of it before anything is looked at, then what its place
 * allows. Immutable.
 *
 * @param warnings what is accepted with a warning so far
 */
record SpecCheck(TenantControlPlane tenant, ReconcilerSettings settings, List<String> warnings) {

    SpecCheck {
        warnings = List.copyOf(warnings);
    }

    /**
     * By the spec alone. One that is refused is held against its boundaries, too, so that all is told at once.
     *
     * @throws InvalidSpecException with everything that is wrong with it
     */
    static SpecCheck of(TenantControlPlane given, ReconcilerSettings settings, ClusterClient admin) {
        var classed = settings.classes().classed(given, admin);
        var tenant = classed.tenant();
        var found = settings.renderer().check(tenant);
        var violations = new ArrayList<>(tenant.validate());
        violations.addAll(found.violations());
        violations.addAll(classed.violations());
        if (!violations.isEmpty()) {
            violations.addAll(outside(tenant, settings, admin));
        }
        refuse(tenant, violations);
        var warnings = new ArrayList<>(tenant.warnings());
        warnings.addAll(found.warnings());
        return new SpecCheck(tenant, settings, texts(warnings));
    }

    private static List<Violation> outside(
            TenantControlPlane tenant, ReconcilerSettings settings, ClusterClient admin) {
        try {
            return settings.boundaries().boundaries(tenant, admin).stream()
                    .flatMap(boundary -> boundary.check(tenant).stream())
                    .toList();
        } catch (KamajiException unread) {
            return List.of(); // the spec is refused either way
        }
    }

    /**
     * By where the tenant's state is kept and what the admin cluster serves, too.
     *
     * @throws InvalidSpecException with everything that the spec alone did not show to be wrong
     */
    SpecCheck placed(TenantStorage storage, AdminState seen) {
        var found = settings.renderer().checkPlaced(tenant, storage.store(), settings.kineImage());
        var violations = new ArrayList<>(storage.violations());
        violations.addAll(found.violations());
        storage.elsewhere().ifPresent(violations::add);
        violations.addAll(unserved(seen));
        refuse(tenant, violations);
        var all = new ArrayList<>(warnings);
        all.addAll(texts(found.warnings()));
        return new SpecCheck(tenant, settings, all);
    }

    /** What the spec asks for and the admin cluster does not know. */
    private List<Violation> unserved(AdminState seen) {
        return settings.renderer().registry().demanded(Target.ADMIN).stream()
                .filter(kind -> kind.isFor(tenant) && seen.unserved().contains(kind.type()))
                .map(kind -> {
                    var demand = kind.demand().orElseThrow();
                    return new Violation(
                            demand.path(),
                            tenant.toJsonObject()
                                    .get(demand.path().split("\\."))
                                    .orElse(JsonValue.of(null)),
                            kind.type().kind() + " resource is not available in this cluster: " + demand.remedy());
                })
                .distinct()
                .toList();
    }

    /**
     * By its boundaries, once the tenant was seen.
     *
     * @throws InvalidSpecException with everything that lies outside and is new
     */
    SpecCheck within(BoundaryCheck boundaries) {
        refuse(tenant, boundaries.refused());
        var all = new ArrayList<>(warnings);
        boundaries.kept().stream()
                .map(violation -> violation + ": kept, as the tenant had it before; it holds for the next change")
                .filter(text -> !all.contains(text))
                .forEach(all::add);
        return new SpecCheck(tenant, settings, all);
    }

    /**
     * Refuses the spec for what was found later.
     *
     * @throws InvalidSpecException if that is anything
     */
    void refuse(List<Violation> violations) {
        refuse(tenant, violations);
    }

    private static void refuse(TenantControlPlane tenant, List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw new InvalidSpecException(
                    "TenantControlPlane " + tenant.metadata().name().orElse("?"), violations);
        }
    }

    private static List<String> texts(List<Violation> found) {
        return found.stream().map(Violation::toString).toList();
    }
}

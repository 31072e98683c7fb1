package io.kamaji.core.reconcile;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.value.Violation;
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
     * By the spec alone.
     *
     * @throws InvalidSpecException with everything that is wrong with it
     */
    static SpecCheck of(TenantControlPlane tenant, ReconcilerSettings settings) {
        var found = settings.renderer().check(tenant);
        var violations = new ArrayList<>(tenant.validate());
        violations.addAll(found.violations());
        refuse(tenant, violations);
        var warnings = new ArrayList<>(tenant.warnings());
        warnings.addAll(found.warnings());
        return new SpecCheck(tenant, settings, texts(warnings));
    }

    /**
     * By where the tenant's state is kept, too.
     *
     * @throws InvalidSpecException with everything that the spec alone did not show to be wrong
     */
    SpecCheck placed(TenantStorage storage) {
        var found = settings.renderer().checkPlaced(tenant, storage.store(), settings.kineImage());
        var violations = new ArrayList<>(storage.violations());
        violations.addAll(found.violations());
        storage.elsewhere().ifPresent(violations::add);
        refuse(tenant, violations);
        var all = new ArrayList<>(warnings);
        all.addAll(texts(found.warnings()));
        return new SpecCheck(tenant, settings, all);
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

package io.kamaji.api;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * All rules of a tenant control plane: the CRD's schema, then the rules by area, each a function of the value with its defaults
 * applied. Every rule is asked, whatever the others found.
 */
final class TenantRules {
    private static final List<BiConsumer<TenantControlPlane, Findings>> ALWAYS = List.of(
            TenantNetworkRules::check,
            TenantServiceRules::check,
            TenantWorkloadRules::check,
            TenantPodRules::check,
            TenantStorageRules::check);
    private static final List<BiConsumer<TenantControlPlane, Findings>> ON_CREATE =
            List.of(TenantIdentityRules::name, TenantVersionRules::create, TenantStorageRules::create);

    private TenantRules() {}

    static List<Violation> create(TenantControlPlane tenant) {
        return check(tenant, ON_CREATE).toList();
    }

    static List<Violation> update(TenantControlPlane tenant, TenantControlPlane old) {
        var found = check(tenant, List.of());
        TenantUpdateRules.check(tenant.effective(), old.effective(), found);
        TenantVersionRules.update(tenant, old, found);
        return found.toList();
    }

    private static Findings check(TenantControlPlane tenant, List<BiConsumer<TenantControlPlane, Findings>> more) {
        var found = new Findings();
        found.addAll(ResourceKind.TENANT_CONTROL_PLANE.schemaViolations(tenant));
        var effective = tenant.effective();
        ALWAYS.forEach(rules -> rules.accept(effective, found));
        more.forEach(rules -> rules.accept(effective, found));
        return found;
    }

    static List<Violation> warnings(TenantControlPlane tenant) {
        return TenantWarnings.of(tenant);
    }
}

package io.kamaji.api.rules;

import io.kamaji.api.tenant.TenantControlPlaneSpec;
import java.util.List;
import java.util.function.BiConsumer;

/** All rules of a tenant control plane, by area. */
final class TenantRules extends Rules<TenantControlPlaneSpec> {
    private static final List<BiConsumer<Subject<TenantControlPlaneSpec>, Findings>> ALWAYS = List.of(
            TenantNetworkRules::check,
            TenantServiceRules::check,
            TenantWorkloadRules::check,
            TenantPodRules::check,
            TenantImageRules::check,
            TenantMetadataRules::check,
            TenantSettingRules::check,
            TenantStorageRules::check);
    private static final List<BiConsumer<Subject<TenantControlPlaneSpec>, Findings>> ON_CREATE =
            List.of(TenantIdentityRules::name, TenantVersionRules::create, TenantStorageRules::create);

    @Override
    void create(Subject<TenantControlPlaneSpec> tenant, Findings found) {
        ALWAYS.forEach(rules -> rules.accept(tenant, found));
        ON_CREATE.forEach(rules -> rules.accept(tenant, found));
    }

    @Override
    void update(Subject<TenantControlPlaneSpec> tenant, Subject<TenantControlPlaneSpec> old, Findings found) {
        ALWAYS.forEach(rules -> rules.accept(tenant, found));
        TenantUpdateRules.check(tenant, old, found);
        TenantVersionRules.update(tenant, old, found);
    }

    @Override
    void warn(Subject<TenantControlPlaneSpec> tenant, Findings found) {
        TenantWarnings.check(tenant, found);
        TenantSettingRules.warn(tenant, found);
    }

    @Override
    public TenantControlPlaneSpec defaults(TenantControlPlaneSpec spec) {
        return TenantDefaults.apply(spec);
    }
}

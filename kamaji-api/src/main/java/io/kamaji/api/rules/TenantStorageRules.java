package io.kamaji.api.rules;

import io.kamaji.api.tenant.DataStoreOverride;
import io.kamaji.api.tenant.TenantControlPlaneSpec;
import java.util.HashSet;
import java.util.List;

/** Datastore overrides. Whether a datastore exists, and of which driver it is, is asked where the datastores are known. */
final class TenantStorageRules {
    private static final String PATH = "spec.dataStoreOverrides";

    private TenantStorageRules() {}

    static void check(Subject<TenantControlPlaneSpec> tenant, Findings found) {
        var overrides = tenant.spec().dataStoreOverrides().orElse(List.of());
        for (int i = 0; i < overrides.size(); i++) {
            var override = overrides.get(i);
            var path = PATH + "[" + i + "].";
            if (override.dataStore().orElse("").isEmpty()) {
                found.add(path + "dataStore", override.dataStore(), "Required value");
            }
            if (override.resource().orElse("").isEmpty()) {
                found.add(path + "resource", override.resource(), "Required value");
            }
        }
    }

    /** As the webhook: only while no datastore is named. */
    static void create(Subject<TenantControlPlaneSpec> tenant, Findings found) {
        if (tenant.spec().dataStore().orElse("").isEmpty()) {
            duplicates(tenant.spec().dataStoreOverrides().orElse(List.of()), found);
        }
    }

    static void duplicates(List<DataStoreOverride> overrides, Findings found) {
        var seen = new HashSet<String>();
        for (int i = 0; i < overrides.size(); i++) {
            var resource = overrides.get(i).resource().orElse("");
            if (!seen.add(resource)) {
                found.add(
                        PATH + "[" + i + "].resource",
                        resource,
                        "duplicate resource override in Spec.DataStoreOverrides");
            }
        }
    }
}

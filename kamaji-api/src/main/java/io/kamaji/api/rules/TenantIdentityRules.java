package io.kamaji.api.rules;

import io.kamaji.api.tenant.TenantControlPlaneSpec;
import io.kamaji.api.value.Names;
import java.util.List;
import java.util.Optional;

/** Name and namespace. The name becomes a Service, a label value and a prefix of every generated object. */
final class TenantIdentityRules {
    private TenantIdentityRules() {}

    static void name(Subject<TenantControlPlaneSpec> tenant, Findings found) {
        var name = tenant.name();
        var wrong = Names.dns1035Label(name.orElse(""));
        if (!wrong.isEmpty()) {
            found.add("metadata.name", name, "the provided name is invalid, " + String.join(",", wrong));
        }
        var namespace = tenant.namespace();
        if (namespace.orElse("").isEmpty()) {
            found.add("metadata.namespace", namespace, "Required value");
        } else {
            all("metadata.namespace", namespace, Names.dns1123Label(namespace.get()), found);
        }
        var store = tenant.spec().dataStore().orElse("");
        if (!store.isEmpty()) {
            all("spec.dataStore", tenant.spec().dataStore(), Names.dns1123Subdomain(store), found);
        }
    }

    private static void all(String path, Optional<String> value, List<String> wrong, Findings found) {
        if (!wrong.isEmpty()) {
            found.add(path, value, String.join(",", wrong));
        }
    }
}

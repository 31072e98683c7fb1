package io.kamaji.api.rules;

import io.kamaji.api.tenant.TenantControlPlaneSpec;
import io.kamaji.api.value.KubernetesVersion;
import java.util.Optional;

/** Which Kubernetes versions a tenant may have and may be changed to; patch releases are free. */
final class TenantVersionRules {
    private static final String PATH = "spec.kubernetes.version";
    private static final String NEWEST = "v" + KubernetesVersion.NEWEST.minorText();

    private TenantVersionRules() {}

    static void create(Subject<TenantControlPlaneSpec> tenant, Findings found) {
        parse(tenant, tenant, "desired", found)
                .filter(version -> version.isNewerThan(KubernetesVersion.NEWEST))
                .ifPresent(version -> found.add(
                        PATH,
                        tenant.spec().kubernetes().version(),
                        "unable to create a TenantControlPlane with a Kubernetes version greater than the supported one,"
                                + " actually " + NEWEST));
    }

    static void update(Subject<TenantControlPlaneSpec> tenant, Subject<TenantControlPlaneSpec> old, Findings found) {
        if (tenant.isDeleting()) {
            return;
        }
        var before = parse(old, tenant, "previous", found);
        var after = parse(tenant, tenant, "desired", found);
        if (before.isEmpty() || after.isEmpty()) {
            return;
        }
        var text = tenant.spec().kubernetes().version();
        if (after.get().isNewerThan(KubernetesVersion.NEWEST)) {
            found.add(PATH, text, "unable to upgrade to a version greater than the supported one (" + NEWEST + ")");
        }
        if (before.get().isNewerThan(after.get())) {
            found.add(
                    PATH, text, "unable to downgrade a TenantControlPlane from " + before.get() + " to " + after.get());
        }
        if (after.get().minor() - before.get().minor() > 1) {
            found.add(PATH, text, "unable to upgrade to a minor version in a non-sequential mode");
        }
    }

    private static Optional<KubernetesVersion> parse(
            Subject<TenantControlPlaneSpec> of, Subject<TenantControlPlaneSpec> tenant, String which, Findings found) {
        var text = of.spec().kubernetes().version();
        try {
            return Optional.of(KubernetesVersion.parse(text).withoutPatch());
        } catch (IllegalArgumentException e) {
            var value = tenant.spec().kubernetes().version();
            found.add(PATH, value, "unable to parse the " + which + " Kubernetes version: " + e.getMessage());
            return Optional.empty();
        }
    }
}

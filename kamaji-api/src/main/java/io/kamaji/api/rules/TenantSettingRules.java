package io.kamaji.api.rules;

import io.kamaji.api.setting.Setting;
import io.kamaji.api.setting.Settings;
import io.kamaji.api.tenant.TenantControlPlaneSpec;

/** What annotations set: each in its form, and no key of ours that nobody knows. */
final class TenantSettingRules {
    private TenantSettingRules() {}

    static void check(Subject<TenantControlPlaneSpec> tenant, Findings found) {
        var annotations = tenant.tree().texts("metadata", "annotations");
        Settings.ALL.forEach(setting -> setting.violation(annotations).ifPresent(found::add));
    }

    static void warn(Subject<TenantControlPlaneSpec> tenant, Findings found) {
        var known = Settings.ALL.stream().map(Setting::key).toList();
        tenant.tree().texts("metadata", "annotations").forEach((key, value) -> {
            if (key.startsWith(Settings.PREFIX) && !known.contains(key)) {
                found.add(
                        "metadata.annotations[" + key + "]",
                        value,
                        "is no setting of this version; there are "
                                + String.join(", ", known).replace(Settings.PREFIX, ""));
            }
        });
    }
}

package io.kamaji.api.rules;

import io.kamaji.api.tenant.TenantControlPlaneSpec;
import java.util.List;
import java.util.regex.Pattern;

/** Labels and annotations for what is made of a tenant: not those by which it is found again. */
final class TenantMetadataRules {
    private static final Pattern OURS = Pattern.compile("(?:[^/]*\\.)?kamaji\\.clastix\\.io/.*", Pattern.DOTALL);
    private static final List<String> PLACES = List.of(
            "spec.controlPlane.deployment.additionalMetadata",
            "spec.controlPlane.deployment.podAdditionalMetadata",
            "spec.controlPlane.gateway.additionalMetadata",
            "spec.controlPlane.ingress.additionalMetadata",
            "spec.controlPlane.service.additionalMetadata");

    private TenantMetadataRules() {}

    static void check(Subject<TenantControlPlaneSpec> tenant, Findings found) {
        for (var place : PLACES) {
            for (var part : List.of("labels", "annotations")) {
                var path = place + "." + part;
                tenant.tree().texts(path.split("\\.")).forEach((key, value) -> {
                    if (OURS.matcher(key).matches()) {
                        found.add(
                                path + "[" + key + "]", value, "keys under kamaji.clastix.io/ say whose an object is");
                    }
                });
            }
        }
    }
}

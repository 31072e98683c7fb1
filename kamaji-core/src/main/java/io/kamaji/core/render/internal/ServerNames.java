package io.kamaji.core.render.internal;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.setting.Setting;
import io.kamaji.api.setting.Settings;
import io.kamaji.api.tenant.NetworkProfile;
import io.kamaji.core.component.SpecFindings;
import io.kamaji.core.component.SpecView;
import io.kamaji.core.manifest.Given;
import io.kamaji.core.manifest.ResourceTypes;
import java.util.List;
import java.util.Optional;

/**
 * Which tenants are reached by server name alone. A front tells them apart by it, and a client of Service {@code kubernetes}
 * names no tenant: the tenant's own pods need another way, by the environment ({@link ApiServerHost}) or by relays.
 */
final class ServerNames {
    private ServerNames() {}

    /** Whether a front that goes by server names is all that leads from nodes to the API: the Service has no address for them. */
    static boolean areNeeded(TenantControlPlane tenant) {
        var plane = tenant.effective().spec().controlPlane();
        var network = tenant.effective().spec().networkProfile();
        return isFronted(tenant)
                && plane.service().serviceType().equals("ClusterIP")
                && Given.text(network.flatMap(NetworkProfile::address)).isEmpty()
                && Given.text(network.flatMap(NetworkProfile::advertiseAddress)).isEmpty();
    }

    /** Whether any front goes by server names: a Gateway's TCPRoute does not. */
    private static boolean isFronted(TenantControlPlane tenant) {
        var plane = tenant.spec().controlPlane();
        return plane.ingress().isPresent()
                || (plane.gateway().isPresent()
                        && ControlPlaneGateway.type(tenant).equals(ResourceTypes.TLS_ROUTE));
    }

    /** A way that was asked for, else one that is needed. */
    static boolean isWanted(TenantControlPlane tenant, Setting<Boolean> way) {
        return tenant.setting(way).orElseGet(() -> areNeeded(tenant));
    }

    /** What can't be had without a front. */
    static void check(SpecView spec, SpecFindings found) {
        for (var way : List.of(Settings.RELAY, Settings.API_SERVER_HOST)) {
            var annotations = spec.tree().texts("metadata", "annotations");
            if (way.violation(annotations).isEmpty()
                    && way.of(annotations).equals(Optional.of(true))
                    && !isFronted(spec.tenant())) {
                found.refuse(
                        way.path(),
                        true,
                        "is for tenants behind spec.controlPlane.ingress, or a TLSRoute of spec.controlPlane.gateway");
            }
        }
    }
}

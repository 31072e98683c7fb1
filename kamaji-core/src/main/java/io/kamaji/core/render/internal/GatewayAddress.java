package io.kamaji.core.render.internal;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.exposure.Endpoints;
import io.kamaji.core.exposure.Known;
import io.kamaji.core.manifest.Given;
import java.util.Optional;
import java.util.function.Function;

/**
 * What API servers advertise behind a Gateway that has a port for this tenant alone: the Gateway's address, so that the
 * tenant's Service {@code kubernetes} leads there. The spec's own address goes before; one that is still offered is kept.
 */
final class GatewayAddress {
    private static final String PLACEHOLDER = "<Gateway address>";

    private GatewayAddress() {}

    static Endpoints of(TenantView tenant, Endpoints endpoints, Function<ObjectRef, Optional<JsonObject>> observed) {
        if (Given.text(tenant.network().advertiseAddress()).isPresent()
                || Given.text(tenant.network().address()).isPresent()) {
            return endpoints;
        }
        var running = ServiceEndpoints.running(tenant, observed);
        var gateways = ParentGateways.of(tenant.given());
        var offered = gateways.stream()
                .flatMap(gateway -> observed.apply(gateway).stream())
                .flatMap(gateway -> gateway.array("status", "addresses").objects())
                .filter(address -> address.text("type").orElse("IPAddress").equals("IPAddress"))
                .flatMap(address -> address.text("value").stream())
                .filter(address -> ServiceEndpoints.fits(tenant, address))
                .sorted()
                .toList();
        var chosen = running.filter(offered::contains).or(() -> offered.stream().findFirst());
        return endpoints.advertising(chosen.map(Known::of)
                .orElseGet(() -> Known.waiting(
                        PLACEHOLDER,
                        new Known.Pending(
                                PLACEHOLDER,
                                gateways.stream().findFirst().orElse(tenant.service()),
                                "an address of Gateway "
                                        + gateways.stream()
                                                .map(ObjectRef::toString)
                                                .sorted()
                                                .findFirst()
                                                .orElse("?") + ", or set spec.networkProfile.advertiseAddress"))));
    }
}

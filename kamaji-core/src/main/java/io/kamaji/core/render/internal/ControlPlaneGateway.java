package io.kamaji.core.render.internal;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.setting.Settings;
import io.kamaji.api.tenant.AdditionalMetadata;
import io.kamaji.api.tenant.GatewaySpec;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Demand;
import io.kamaji.core.component.Exposure;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.SpecRule;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.exposure.Acceptance;
import io.kamaji.core.exposure.Endpoints;
import io.kamaji.core.exposure.HostPort;
import io.kamaji.core.manifest.Manifests;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A route of a Gateway to one of the tenant's servers: {@code <tcp>} to the API, {@code <tcp>-konnectivity} to the
 * tunnel's, {@code <tcp>-relay} to the relay. By
 * default a TLSRoute, which a host name tells from other tenants' at the same listener; by annotation a TCPRoute, which has a
 * listener to itself: then API servers advertise the Gateway's address, so that the tenant's own pods reach them, too. Inputs:
 * controlPlane.gateway, the tenant's annotations. Its host is in the certificate by our doing. Source:
 * gateway.networking.k8s.io/v1.
 */
final class ControlPlaneGateway implements Exposure {
    private static final String PATH = "spec.controlPlane.gateway";

    private final Behind behind;

    ControlPlaneGateway(Behind behind) {
        this.behind = behind;
    }

    @Override
    public String name() {
        return behind.component("gateway_routes");
    }

    @Override
    public boolean enabledFor(TenantView tenant) {
        return gateway(tenant.given()).isPresent() && behind.isServed(tenant);
    }

    @Override
    public Declaration declares() {
        return Declaration.builder()
                .kindFor(demand(ResourceTypes.TLS_ROUTE, "1.5"), Target.ADMIN, ResourceTypes.TLS_ROUTE, Trait.FRONT)
                .kindFor(demand(ResourceTypes.TCP_ROUTE, "1.6"), Target.ADMIN, ResourceTypes.TCP_ROUTE, Trait.FRONT)
                .looksAt(ResourceTypes.GATEWAY, ParentGateways::of)
                .consequences(FrontRules.consequences(ResourceTypes.TLS_ROUTE, ResourceTypes.TCP_ROUTE))
                .build();
    }

    private static Demand demand(ResourceType type, String from) {
        return new Demand(
                PATH,
                tenant -> gateway(tenant).isPresent() && type(tenant).equals(type),
                "install the Gateway API, " + from + " or later, with " + type.kind() + " of " + type.apiVersion()
                        + ", and a controller that serves it (https://gateway-api.sigs.k8s.io)");
    }

    @Override
    public List<SpecRule> rules() {
        return behind == Behind.API ? List.of(FrontRules::gateway) : List.of();
    }

    @Override
    public Endpoints resolve(TenantView tenant, Function<ObjectRef, Optional<JsonObject>> observed) {
        var endpoints = behind.at(tenant, at(tenant));
        return behind == Behind.API && type(tenant.given()).equals(ResourceTypes.TCP_ROUTE)
                ? GatewayAddress.of(tenant, endpoints, observed)
                : endpoints;
    }

    /** Where clients are told to go: what the spec says of the listener, whatever the Gateway is found to be. */
    private HostPort at(TenantView tenant) {
        var gateway = gateway(tenant.given()).orElseThrow();
        var api = new HostPort(
                gateway.hostname().orElseThrow(),
                gateway.parentRefs().orElse(List.of()).stream()
                        .flatMap(parent -> parent.port().stream())
                        .findFirst()
                        .orElse(tenant.port()));
        return behind.atGateway(tenant, api);
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var tenant = ctx.tenant();
        var metadata = gateway(tenant.given()).orElseThrow().additionalMetadata();
        return Contribution.builder()
                .object(
                        Target.ADMIN,
                        Manifests.of(type(tenant.given()), behind.route(tenant))
                                .labels(metadata.flatMap(AdditionalMetadata::labels)
                                        .orElse(Map.of()))
                                .annotations(metadata.flatMap(AdditionalMetadata::annotations)
                                        .orElse(Map.of()))
                                .with("spec", spec(tenant))
                                .build())
                .build();
    }

    /** With the API's defaults, so that what is stored is what is rendered. */
    private JsonObject spec(TenantView tenant) {
        var backend = JsonObject.of("group", "", "kind", "Service", "name", tenant.name())
                .with("port", behind.port(tenant))
                .with("weight", 1);
        var byName = type(tenant.given()).equals(ResourceTypes.TLS_ROUTE);
        return JsonObject.of("parentRefs", parents(tenant))
                .with("hostnames", byName ? Optional.of(List.of(at(tenant).host())) : Optional.<List<String>>empty())
                .with("rules", List.of(JsonObject.of("backendRefs", List.of(backend))));
    }

    /** The spec's; of another server than the API's at its own listener. */
    private List<JsonObject> parents(TenantView tenant) {
        return ParentGateways.parents(tenant.given())
                .map(parent -> behind.listener(tenant)
                        .map(listener -> parent.with("sectionName", listener)
                                .with("port", at(tenant).port()))
                        .orElse(parent))
                .toList();
    }

    @Override
    public Optional<Acceptance> acceptance(TenantView tenant, Function<ObjectRef, Optional<JsonObject>> observed) {
        var route = type(tenant.given()).ref(tenant.namespace(), behind.route(tenant));
        return Optional.of(new RouteAcceptance(tenant.namespace(), route, parents(tenant), observed).verdict());
    }

    /** TLSRoute or TCPRoute. */
    static ResourceType type(TenantControlPlane tenant) {
        return tenant.setting(Settings.GATEWAY_ROUTE)
                        .filter(ResourceTypes.TCP_ROUTE.kind()::equals)
                        .isPresent()
                ? ResourceTypes.TCP_ROUTE
                : ResourceTypes.TLS_ROUTE;
    }

    private static Optional<GatewaySpec> gateway(TenantControlPlane tenant) {
        return tenant.spec().controlPlane().gateway();
    }
}

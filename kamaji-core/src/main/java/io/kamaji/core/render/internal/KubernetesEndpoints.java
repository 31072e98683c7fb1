package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.value.IpNetwork;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.exposure.HostPort;
import io.kamaji.core.manifest.Manifests;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import java.util.List;
import java.util.stream.Stream;

/**
 * In the tenant: an EndpointSlice of Service {@code kubernetes} beside the one that the API servers keep. Each of them that
 * ends takes its advertised address out of theirs, and all of a tenant's advertise the same one: until the next one's turn,
 * for up to 10 s, the tenant's own pods would be refused. Clients of a Service take the endpoints of all its slices, equal
 * ones once. Inputs: the advertised address and port. Source: pkg/controlplane/reconcilers of kube-apiserver v1.37, the
 * EndpointSlice API.
 */
final class KubernetesEndpoints implements Component {
    static final String SLICE = "kubernetes-kamaji";

    /** What no endpoint may be, so that the API servers have none either. Source: ValidateNonSpecialIP of Kubernetes. */
    private static final List<IpNetwork> SPECIAL = Stream.of(
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "224.0.0.0/24",
                    "0.0.0.0/32",
                    "::1/128",
                    "fe80::/10",
                    "ff02::/16",
                    "::/128")
            .flatMap(cidr -> IpNetwork.parse(cidr).stream())
            .toList();

    @Override
    public String name() {
        return "kubernetes-endpoints";
    }

    /** Where relays are the endpoints, nothing else is. */
    @Override
    public boolean enabledFor(TenantView tenant) {
        return !Relay.isEnabled(tenant);
    }

    @Override
    public Declaration declares() {
        return Declaration.builder()
                .kind(Target.TENANT, ResourceTypes.ENDPOINT_SLICE, Trait.REPLACEABLE)
                .build();
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var tenant = ctx.tenant();
        var contribution = Contribution.builder();
        if (!hasNone(tenant)) {
            var endpoint = tenant.endpoints().advertised().map(host -> new HostPort(host, tenant.port()));
            contribution.object(Target.TENANT, slice(endpoint.shown()), endpoint.waitsFor());
        }
        return contribution.build();
    }

    /** Whether API servers advertise an address that no endpoint may have. */
    static boolean hasNone(TenantView tenant) {
        return tenant.endpoints()
                .advertised()
                .value()
                .filter(KubernetesEndpoints::isSpecial)
                .isPresent();
    }

    private static boolean isSpecial(String address) {
        var network = IpNetwork.parse(address + (isV6(address) ? "/128" : "/32"));
        return network.filter(alone -> SPECIAL.stream().anyMatch(alone::overlaps))
                .isPresent();
    }

    private static boolean isV6(String address) {
        return address.contains(":");
    }

    private static JsonObject slice(HostPort endpoint) {
        var ready = JsonObject.of("ready", true);
        return Manifests.of(ResourceTypes.ENDPOINT_SLICE.ref("default", SLICE))
                .label("kubernetes.io/service-name", "kubernetes")
                .label("endpointslice.kubernetes.io/managed-by", "kamaji.clastix.io")
                .with("addressType", isV6(endpoint.host()) ? "IPv6" : "IPv4")
                .with("endpoints", List.of(JsonObject.of("addresses", List.of(endpoint.host()), "conditions", ready)))
                .with("ports", List.of(JsonObject.of("name", "https", "protocol", "TCP", "port", endpoint.port())))
                .build();
    }
}

package io.kamaji.core.render.internal;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.AdditionalMetadata;
import io.kamaji.core.component.Consequence.Kind;
import io.kamaji.core.component.Consequence.Rule;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Exposure;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.ServicePort;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.exposure.Endpoints;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.FieldDiff;
import io.kamaji.core.manifest.Given;
import io.kamaji.core.manifest.Manifests;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The Service by which the API is reached: ClusterIP, NodePort (with the API's port as the node's) or LoadBalancer. Its
 * ports are those that components contribute, then the user's. Inputs: type, port, address, load balancer settings. Where
 * it is reached says {@link ServiceEndpoints}.
 */
final class ControlPlaneService implements Exposure {

    @Override
    public String name() {
        return "service";
    }

    @Override
    public Endpoints resolve(TenantView tenant, Function<ObjectRef, Optional<JsonObject>> observed) {
        return ServiceEndpoints.of(tenant, observed).resolve();
    }

    @Override
    public Declaration declares() {
        return Declaration.builder()
                .kind(Target.ADMIN, ResourceTypes.SERVICE, Trait.READ_BACK)
                .consequence(new Rule(
                        Action.UPDATE, ResourceTypes.SERVICE, Kind.ADDRESS, (ref, fields, body) -> moves(fields)))
                .consequence(
                        Rule.of(Action.DELETE, ResourceTypes.SERVICE, Kind.ADDRESS, "takes the tenant's address away"))
                .build();
    }

    private static Optional<String> moves(List<FieldDiff> fields) {
        return fields.stream()
                .filter(diff -> diff.path().equals("spec.type")
                        || diff.path().equals("spec.clusterIP")
                        || diff.path().matches("spec\\.ports\\[[^]]*]\\.(port|nodePort)"))
                .findFirst()
                .map(diff -> "moves the tenant's API (" + diff + "): nodes and kubeconfigs must follow");
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var tenant = ctx.tenant();
        var additional = tenant.spec().controlPlane().service().additionalMetadata();
        return Contribution.builder()
                .ofPorts(ports -> Manifests.of(ResourceTypes.SERVICE, tenant.name())
                        .labels(additional.flatMap(AdditionalMetadata::labels).orElse(Map.of()))
                        .annotations(additional
                                .flatMap(AdditionalMetadata::annotations)
                                .orElse(Map.of()))
                        .with("spec", spec(tenant).with("ports", ports(tenant, ports)))
                        .build())
                .servicePort(ServicePort.of("kube-apiserver", tenant.port()))
                .build();
    }

    private static JsonObject spec(TenantView tenant) {
        var network = tenant.network();
        var spec = JsonObject.of("type", tenant.serviceType(), "selector", tenant.selector());
        if (tenant.serviceType().equals("LoadBalancer")) {
            return spec.with("allocateLoadBalancerNodePorts", allocatesNodePorts(tenant))
                    .with("loadBalancerClass", Given.text(network.loadBalancerClass()))
                    .with("loadBalancerSourceRanges", Given.list(network.loadBalancerSourceRanges()));
        }
        var external = network.allowAddressAsExternalIP().orElse(false)
                ? Given.text(network.address()).map(List::of)
                : Optional.<List<String>>empty();
        return spec.with("externalIPs", external);
    }

    private static boolean allocatesNodePorts(TenantView tenant) {
        return tenant.spec()
                .controlPlane()
                .service()
                .allocateLoadBalancerNodePorts()
                .orElse(true);
    }

    private static List<JsonObject> ports(TenantView tenant, List<ServicePort> contributed) {
        var nodePort = tenant.serviceType().equals("NodePort");
        return allPorts(tenant, contributed).map(port -> port.toJson(nodePort)).toList();
    }

    /** Those of components, then the user's. */
    static Stream<ServicePort> allPorts(TenantView tenant, List<ServicePort> contributed) {
        var own = tenant.spec().controlPlane().service().additionalPorts().orElse(List.of()).stream()
                .map(port -> new ServicePort(
                        port.name(),
                        port.port(),
                        port.targetPort(),
                        port.protocol().orElse("TCP"),
                        port.appProtocol(),
                        false));
        return Stream.concat(contributed.stream(), own);
    }
}

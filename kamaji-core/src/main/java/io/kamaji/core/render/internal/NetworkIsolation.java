package io.kamaji.core.render.internal;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.setting.Peer;
import io.kamaji.api.setting.Settings;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Consequence.Kind;
import io.kamaji.core.component.Consequence.Rule;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Demand;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.ServicePort;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.Manifests;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A NetworkPolicy around the pods, where it is asked for. In: the Service's ports from its clients (default: everybody), all
 * ports from monitors. Out: DNS, the store, and what is named; nodes are reached through the tunnel. Whoever calls the API is
 * a client: fronts, nodes, Kamaji itself. Kubelets always reach the pods of their nodes. Inputs: settings {@code isolated} and
 * {@code isolation-…}, the store's endpoints. Source: the NetworkPolicy API; networks judge by the pods' addresses and ports,
 * not by those of a Service.
 */
final class NetworkIsolation implements Component {
    /** DNS servers' own ports: the Service's, and OpenShift's. */
    private static final List<Integer> DNS = List.of(53, 5353);

    private static final String NAMESPACE = "kubernetes.io/metadata.name";

    @Override
    public String name() {
        return "network-isolation";
    }

    @Override
    public boolean enabledFor(TenantView tenant) {
        return isAsked(tenant.given());
    }

    private static boolean isAsked(TenantControlPlane tenant) {
        return tenant.setting(Settings.ISOLATED).orElse(false);
    }

    @Override
    public Declaration declares() {
        var demand = new Demand(
                Settings.ISOLATED.path(),
                NetworkIsolation::isAsked,
                "the admin cluster must serve networking.k8s.io/v1, and its network enforce it");
        return Declaration.builder()
                .kindFor(demand, Target.ADMIN, ResourceTypes.NETWORK_POLICY)
                .consequence(
                        Rule.of(
                                Action.DELETE,
                                ResourceTypes.NETWORK_POLICY,
                                Kind.LIMIT,
                                "ends the isolation of the tenant's pods: whatever the network lets through reaches all their ports"))
                .build();
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var tenant = ctx.tenant();
        var isTunnelled = Konnectivity.isEnabled(tenant);
        var isLimited = isTunnelled || tenant.setting(Settings.DESTINATIONS).isPresent();
        var spec = JsonObject.of("podSelector", JsonObject.of("matchLabels", tenant.selector()))
                .with("policyTypes", isLimited ? List.of("Ingress", "Egress") : List.of("Ingress"))
                .with("egress", isLimited ? egress(tenant) : null);
        var contribution = Contribution.builder()
                .ofPorts(ports -> Manifests.of(ResourceTypes.NETWORK_POLICY, tenant.name())
                        .with("spec", spec.with("ingress", ingress(tenant, ports)))
                        .build());
        if (!isLimited) {
            contribution.warning(
                    "isolation: whom the pods reach is not limited, as kube-apiserver calls nodes and webhooks"
                            + " itself: turn konnectivity on, or name them in " + Settings.DESTINATIONS.key());
        }
        return contribution.build();
    }

    private static List<JsonObject> ingress(TenantView tenant, List<ServicePort> ports) {
        var rules = new ArrayList<JsonObject>();
        rules.add(JsonObject.of(
                "from",
                peers(tenant.setting(Settings.CLIENTS)),
                "ports",
                ControlPlaneService.allPorts(tenant, ports)
                        .map(port -> JsonObject.of("protocol", port.protocol(), "port", port.targetPort()))
                        .distinct()
                        .toList()));
        peers(tenant.setting(Settings.MONITORS)).ifPresent(from -> rules.add(JsonObject.of("from", from)));
        return rules;
    }

    private static List<JsonObject> egress(TenantView tenant) {
        var rules = new ArrayList<JsonObject>();
        rules.add(JsonObject.of(
                "ports",
                DNS.stream()
                        .flatMap(port -> Stream.of("UDP", "TCP")
                                .map(protocol -> JsonObject.of("protocol", protocol, "port", port)))
                        .toList()));
        StoreHosts.of(tenant.store()).stream()
                .map(NetworkIsolation::store)
                .distinct()
                .forEach(rules::add);
        peers(tenant.setting(Settings.DESTINATIONS)).ifPresent(to -> rules.add(JsonObject.of("to", to)));
        return rules;
    }

    /** In the cluster by its namespace, as the ports of pods are not the Service's; else by its address, or by its port alone. */
    private static JsonObject store(StoreHosts.Host host) {
        var ports = host.port().map(port -> List.of(JsonObject.of("protocol", "TCP", "port", port)));
        return host.network()
                .map(network -> JsonObject.of("to", List.of(block(network)), "ports", ports))
                .or(() -> host.namespace().map(namespace -> JsonObject.of("to", List.of(namespace(namespace)))))
                .orElseGet(() -> JsonObject.of("ports", ports));
    }

    private static Optional<List<JsonObject>> peers(Optional<List<Peer>> peers) {
        return peers.map(all -> all.stream().map(NetworkIsolation::peer).toList());
    }

    private static JsonObject peer(Peer peer) {
        return peer.network()
                .map(network -> block(network.toString()))
                .orElseGet(() -> namespace(peer.namespace().orElseThrow())
                        .with(
                                "podSelector",
                                peer.label()
                                        .map(pair -> pair.split("=", 2))
                                        .map(pair -> JsonObject.of("matchLabels", Map.of(pair[0], pair[1])))));
    }

    private static JsonObject block(String cidr) {
        return JsonObject.of("ipBlock", JsonObject.of("cidr", cidr));
    }

    private static JsonObject namespace(String name) {
        return JsonObject.of("namespaceSelector", JsonObject.of("matchLabels", Map.of(NAMESPACE, name)));
    }
}

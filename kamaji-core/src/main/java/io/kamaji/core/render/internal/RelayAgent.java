package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Consequence.Kind;
import io.kamaji.core.component.Consequence.Rule;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.exposure.HostPort;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Sha256;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.render.ClusterCredentials;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * In the tenant: a relay on each node, and Service {@code kubernetes} that leads to that of the client's own node. It holds no
 * key: it knows the authority and the front. It needs neither DNS nor a network of the tenant, so that these may need it; the
 * API server makes the Service where it is missing, and leaves it as it is otherwise. Inputs: where the API and its relay are
 * reached, the cluster CA. Source: pkg/controlplane/controller/kubernetesservice of kube-apiserver v1.36.
 */
final class RelayAgent implements Component {
    private static final String HASH = "kamaji.clastix.io/config-hash";
    private static final List<JsonObject> OBJECTS = AddonObjects.read("relay.yaml");

    @Override
    public String name() {
        return "relay-agent";
    }

    @Override
    public boolean enabledFor(TenantView tenant) {
        return Relay.isEnabled(tenant);
    }

    @Override
    public Declaration declares() {
        return Declaration.builder()
                .kind(Target.TENANT, ResourceTypes.CONFIG_MAP, Trait.REPLACEABLE)
                .kind(Target.TENANT, ResourceTypes.DAEMON_SET)
                .kind(Target.TENANT, ResourceTypes.SERVICE)
                .consequence(new Rule(
                        Action.DELETE,
                        ResourceTypes.SERVICE,
                        Kind.ADDRESS,
                        (ref, fields, body) -> Optional.of("lets the tenant's API server make Service kubernetes anew:"
                                        + " for up to 10 s its pods are refused there")
                                .filter(text -> ref.name().equals("kubernetes"))))
                .build();
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var tenant = ctx.tenant();
        var endpoints = tenant.endpoints();
        var waitsFor = new HashSet<>(ctx.waitsFor(ClusterCredentials.CA));
        waitsFor.addAll(endpoints.api().waitsFor());
        waitsFor.addAll(endpoints.relay().waitsFor());
        var front = new HostPort(
                endpoints.api().shown().host(), endpoints.relay().shown().port());
        var data = JsonObject.of(
                Relay.FILE,
                Relay.onNode(tenant, front.toString(), endpoints.relay().shown().host()),
                "ca.crt",
                ctx.authority(ClusterCredentials.CA)
                        .map(authority -> authority.trustPem())
                        .orElseGet(() -> String.join("", ctx.waitsFor(ClusterCredentials.CA))));
        var hash = waitsFor.isEmpty() ? Sha256.hex(data.toJson()) : String.join("", waitsFor);
        var contribution = Contribution.builder();
        for (var object : OBJECTS) {
            switch (object.text("kind").orElseThrow()) {
                case "ConfigMap" -> contribution.object(Target.TENANT, object.with("data", data), waitsFor);
                case "DaemonSet" -> contribution.object(Target.TENANT, workload(object, tenant, hash), waitsFor);
                default -> contribution.object(Target.TENANT, service(object, tenant), waitsFor);
            }
        }
        return contribution.build();
    }

    private static JsonObject workload(JsonObject daemonSet, TenantView tenant, String hash) {
        var port = Relay.nodePort(tenant);
        var local = Relay.isV6(tenant) ? "::1" : "127.0.0.1";
        var probe = JsonObject.of("tcpSocket", JsonObject.of("host", local, "port", port));
        return AddonObjects.withContainer(
                        daemonSet,
                        container -> container
                                .with("image", Relay.image(tenant))
                                .with(
                                        "ports",
                                        List.of(JsonObject.of("name", "relay", "protocol", "TCP")
                                                .with("containerPort", port)
                                                .with("hostPort", port)))
                                .with(
                                        "securityContext",
                                        Relay.securityContext()
                                                .with("runAsNonRoot", true)
                                                .with("runAsUser", 99))
                                .with("readinessProbe", probe.with("periodSeconds", 10))
                                .with(
                                        "livenessProbe",
                                        probe.with("periodSeconds", 10).with("failureThreshold", 3)))
                .withAt(List.of("spec", "template", "metadata", "annotations", HASH), hash);
    }

    /** With its address, so that one which is made anew by us is no other. */
    private static JsonObject service(JsonObject service, TenantView tenant) {
        var port = JsonObject.of("name", "https", "protocol", "TCP", "port", 443)
                .with("targetPort", Relay.nodePort(tenant));
        return service.update(
                "spec",
                spec -> spec.with(
                                "clusterIP",
                                tenant.kubernetesServiceIps().stream().findFirst())
                        .with("ports", List.of(port)));
    }
}

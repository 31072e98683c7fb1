package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Container;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.FlagTable;
import io.kamaji.core.component.Flags;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.component.Mount;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.SpecRule;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.exposure.HostPort;
import io.kamaji.core.manifest.Given;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Konnectivity agent in the tenant, a DaemonSet (default) or a Deployment, and what the server may do there. Inputs:
 * addons.konnectivity, version, control plane endpoint. The user's flags over ours. It asks the API server at the control
 * plane endpoint itself, so that it needs no kube-proxy. Source: kubernetes-sigs/apiserver-network-proxy v0.36.
 */
final class KonnectivityAgent implements Component {
    static final FlagTable FLAGS = FlagTable.read(KonnectivityAgent.class, "known-flags/proxy-agent.txt");
    private static final String ARGUMENTS = "spec.addons.konnectivity.agent.extraArgs";
    private static final String TOKEN = "konnectivity-agent-token";
    private static final String TOKEN_FOLDER = "/var/run/secrets/tokens";
    private static final String WORKLOAD = "DaemonSet";
    private static final List<JsonObject> OBJECTS = AddonObjects.read("konnectivity.yaml");

    @Override
    public String name() {
        return Konnectivity.AGENT;
    }

    @Override
    public boolean enabledFor(TenantView tenant) {
        return Konnectivity.isEnabled(tenant);
    }

    @Override
    public List<SpecRule> rules() {
        return List.of(KnownFlags.ofKonnectivity("agent", FLAGS, ARGUMENTS), FlagLosses.ofKonnectivityAgent(ARGUMENTS));
    }

    @Override
    public Declaration declares() {
        return Declaration.builder()
                .podsCondition("TunnelUp")
                .kind(Target.TENANT, ResourceTypes.SERVICE_ACCOUNT)
                .kind(Target.TENANT, ResourceTypes.DAEMON_SET)
                .kind(Target.TENANT, ResourceTypes.DEPLOYMENT)
                .kind(Target.TENANT, ResourceTypes.ROLE)
                .kind(Target.TENANT, ResourceTypes.ROLE_BINDING, Trait.REPLACEABLE)
                .kind(Target.TENANT, ResourceTypes.CLUSTER_ROLE_BINDING, Trait.REPLACEABLE)
                .build();
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var tenant = ctx.tenant();
        var konnectivity = Konnectivity.of(tenant);
        var contribution = Contribution.builder();
        var container = container(tenant, konnectivity);
        var waitsFor = new HashSet<>(tenant.endpoints().api().waitsFor());
        waitsFor.addAll(tenant.endpoints().konnectivity().waitsFor());
        for (var object : OBJECTS) {
            var labelled = AddonObjects.labelled(object, labels(tenant, object));
            if (AddonObjects.is(object, WORKLOAD)) {
                contribution.object(
                        Target.TENANT, workload(tenant, labelled, konnectivity, container.toJson()), waitsFor);
            } else {
                contribution.object(Target.TENANT, labelled, Set.of());
            }
        }
        container.warnings().forEach(contribution::warning);
        return contribution.build();
    }

    private static Map<String, String> labels(TenantView tenant, JsonObject object) {
        var component = switch (object.text("kind").orElseThrow()) {
            case "ServiceAccount" -> "konnectivity-sa";
            case "ClusterRoleBinding" -> "konnectivity-clusterrolebinding";
            default -> Konnectivity.AGENT;
        };
        return tenant.labels(component);
    }

    private static JsonObject workload(
            TenantView tenant, JsonObject daemonSet, Konnectivity konnectivity, JsonObject container) {
        var agent = konnectivity.agent();
        var at = Stream.of(tenant.endpoints().api(), tenant.endpoints().konnectivity());
        // a front's name is asked of the node's resolver: the tunnel must not need the tenant's own DNS
        var named = at.flatMap(known -> known.value().stream())
                .filter(HostPort::isNamed)
                .findFirst();
        var filled = AddonObjects.withPod(
                daemonSet,
                pod -> pod.with("hostNetwork", agent.hostNetwork().filter(yes -> yes))
                        .with("dnsPolicy", named.map(name -> "Default"))
                        .with("tolerations", Given.list(agent.tolerations()))
                        .with("containers", List.of(container)));
        return agent.mode().filter("Deployment"::equals).isEmpty()
                ? filled
                : filled.with("kind", "Deployment").update("spec", spec -> spec.with("replicas", agent.replicas()));
    }

    private static Container container(TenantView tenant, Konnectivity konnectivity) {
        var api = tenant.endpoints().api().shown();
        var server = tenant.endpoints().konnectivity().shown();
        var flags = Flags.builder(Flags.Precedence.USER_WINS)
                .user(ARGUMENTS, konnectivity.agent().extraArgs().orElse(List.of()), FLAGS.syntax())
                .set("--admin-server-port", Integer.toString(Konnectivity.ADMIN_PORT))
                .set("--ca-cert", "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt")
                .set("--health-server-port", Integer.toString(Konnectivity.HEALTH_PORT))
                .set("--logtostderr", "true")
                .set("--proxy-server-host", server.host())
                .set("--proxy-server-port", Integer.toString(server.port()))
                .set("--service-account-token-path", TOKEN_FOLDER + "/" + TOKEN)
                .set("--v", "2");
        if (konnectivity.countsLeases()) {
            flags.set("--count-server-leases", "true");
        }
        return Container.builder(Konnectivity.AGENT)
                .image(konnectivity.agentImage())
                .command("/proxy-agent")
                .flags(flags)
                .mount(Mount.readOnly(TOKEN, TOKEN_FOLDER))
                .field(
                        "env",
                        List.of(
                                JsonObject.of("name", "KUBERNETES_SERVICE_HOST", "value", api.host()),
                                JsonObject.of(
                                        "name", "KUBERNETES_SERVICE_PORT", "value", Integer.toString(api.port()))))
                .field("resources", JsonObject.of("requests", JsonObject.of("cpu", "10m", "memory", "32Mi")))
                .field(
                        "securityContext",
                        JsonObject.of("allowPrivilegeEscalation", false, "readOnlyRootFilesystem", true)
                                .with("capabilities", JsonObject.of("drop", List.of("ALL"))))
                .field("livenessProbe", AddonObjects.probe("/healthz", 15, 15))
                .field("readinessProbe", AddonObjects.probe("/readyz", 1, 5))
                .build();
    }
}

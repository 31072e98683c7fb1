package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.AddonsSpec;
import io.kamaji.api.tenant.ImageOverride;
import io.kamaji.api.value.ImageReference;
import io.kamaji.api.value.IpNetwork;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.manifest.Given;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Sha256;
import io.kamaji.core.manifest.Target;
import java.util.List;
import java.util.Optional;

/**
 * kube-proxy in the tenant, a DaemonSet. Inputs: addons.kubeProxy, version, control plane endpoint, pod and Service ranges.
 * A hash of its configuration in the pod template restarts the pods when that changes; what the configuration does not say
 * has kube-proxy's defaults. Source: kubeadm's manifest, kubeproxy.config.k8s.io/v1alpha1.
 */
final class KubeProxy implements Component {
    private static final String FOLDER = "/var/lib/kube-proxy/";
    private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount/";
    private static final String HASH = "checksum.kamaji.clastix.io/kube-proxy";
    private static final int FIRST_TO_ASK_FOR_A_MODE = 37;
    private static final List<JsonObject> OBJECTS = AddonObjects.read("kube-proxy.yaml");

    @Override
    public String name() {
        return "kube-proxy";
    }

    @Override
    public boolean enabledFor(TenantView tenant) {
        return override(tenant).isPresent();
    }

    @Override
    public Declaration declares() {
        return Declaration.builder()
                .kind(Target.TENANT, ResourceTypes.CONFIG_MAP, Trait.REPLACEABLE)
                .kind(Target.TENANT, ResourceTypes.SERVICE_ACCOUNT)
                .kind(Target.TENANT, ResourceTypes.DAEMON_SET)
                .kind(Target.TENANT, ResourceTypes.ROLE)
                .kind(Target.TENANT, ResourceTypes.ROLE_BINDING, Trait.REPLACEABLE)
                .kind(Target.TENANT, ResourceTypes.CLUSTER_ROLE_BINDING, Trait.REPLACEABLE)
                .build();
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var tenant = ctx.tenant();
        var waitsFor = tenant.endpoints().api().waitsFor();
        var data = JsonObject.of(
                "config.conf",
                configuration(tenant).toYaml(),
                "kubeconfig.conf",
                kubeconfig(tenant).toYaml());
        var hash = waitsFor.isEmpty() ? Sha256.hex(data.toJson()) : String.join("", waitsFor);
        var contribution = Contribution.builder();
        for (var object : OBJECTS) {
            switch (object.text("kind").orElseThrow()) {
                case "ConfigMap" -> contribution.object(Target.TENANT, object.with("data", data), waitsFor);
                case "DaemonSet" -> contribution.object(Target.TENANT, workload(object, tenant, hash), waitsFor);
                default -> contribution.object(Target.TENANT, object);
            }
        }
        return contribution.build();
    }

    private static Optional<ImageOverride> override(TenantView tenant) {
        return tenant.spec().addons().flatMap(AddonsSpec::kubeProxy);
    }

    private static JsonObject workload(JsonObject daemonSet, TenantView tenant, String hash) {
        return AddonObjects.withContainer(daemonSet, c -> c.with("image", image(tenant)))
                .withAt(List.of("spec", "template", "metadata", "annotations", HASH), hash);
    }

    /** Repository and tag are independent of each other; a tag's forbidden characters become {@code _}. */
    private static String image(TenantView tenant) {
        var repository = Given.text(override(tenant).flatMap(ImageOverride::imageRepository));
        var tag = Given.text(override(tenant).flatMap(ImageOverride::imageTag));
        return repository.orElse("registry.k8s.io") + "/kube-proxy:" + ImageReference.tag(tag.orElse(tenant.version()));
    }

    /**
     * The pods' ranges tell own traffic from foreign; the wildcard is of the family that comes first. Which mode is the default
     * will change after 1.37, which asks for a choice; older ones are not restarted to be told what they do anyway.
     */
    private static JsonObject configuration(TenantView tenant) {
        return JsonObject.of("apiVersion", "kubeproxy.config.k8s.io/v1alpha1", "kind", "KubeProxyConfiguration")
                .with("bindAddress", isV6(tenant) ? "::" : "0.0.0.0")
                .with("clientConnection", JsonObject.of("kubeconfig", FOLDER + "kubeconfig.conf"))
                .with("clusterCIDR", String.join(",", tenant.podCidrs()))
                .with("mode", tenant.minor() >= FIRST_TO_ASK_FOR_A_MODE ? "iptables" : null);
    }

    private static boolean isV6(TenantView tenant) {
        return tenant.serviceCidrs().stream()
                .findFirst()
                .flatMap(IpNetwork::parse)
                .filter(IpNetwork::isV6)
                .isPresent();
    }

    private static JsonObject kubeconfig(TenantView tenant) {
        var cluster = JsonObject.of("certificate-authority", ACCOUNT + "ca.crt")
                .with("server", "https://" + tenant.endpoints().api().shown());
        var context = JsonObject.of("cluster", "default", "namespace", "default", "user", "default");
        var user = JsonObject.of("tokenFile", ACCOUNT + "token");
        return JsonObject.of("apiVersion", "v1", "kind", "Config")
                .with("clusters", List.of(JsonObject.of("name", "default", "cluster", cluster)))
                .with("contexts", List.of(JsonObject.of("name", "default", "context", context)))
                .with("current-context", "default")
                .with("users", List.of(JsonObject.of("name", "default", "user", user)));
    }
}

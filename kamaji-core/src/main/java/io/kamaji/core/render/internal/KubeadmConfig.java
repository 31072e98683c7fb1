package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.AddonsSpec;
import io.kamaji.api.tenant.ImageOverride;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.manifest.Manifests;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What kubeadm would have been told to make this control plane, as {@code kubeadm.k8s.io/v1beta4}: ConfigMap
 * {@code <tcp>-kubeadmconfig}, one line of JSON each, and the tenant's {@code kube-system/kubeadm-config}, which joining
 * nodes read. Unlike the reference's it holds nothing that is not so: no placeholder token, the registry, prefix and
 * certificates that are used, ranges in the spec's order, and add-ons that are off as disabled.
 */
final class KubeadmConfig implements Component {
    private static final String VERSION = "kubeadm.k8s.io/v1beta4";
    private static final String NAME = "kubeadm-config";
    private static final String NAMESPACE = "kube-system";

    /** Flags with which the API server reaches its store that v1beta4 has fields for. */
    private static final Map<String, String> ETCD_FIELDS =
            Map.of("--etcd-cafile", "caFile", "--etcd-certfile", "certFile", "--etcd-keyfile", "keyFile");

    private static final JsonObject DISABLED = JsonObject.of("disabled", true);
    private static final String ETCD_SERVERS = "--etcd-servers";

    @Override
    public String name() {
        return Names.KUBEADM_CONFIG;
    }

    @Override
    public Declaration declares() {
        return Declaration.builder()
                .condition("Bootstrapped")
                .kind(Target.TENANT, ResourceTypes.CONFIG_MAP, Trait.REPLACEABLE)
                .kind(Target.TENANT, ResourceTypes.ROLE)
                .kind(Target.TENANT, ResourceTypes.ROLE_BINDING, Trait.REPLACEABLE)
                .build();
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var tenant = ctx.tenant();
        var cluster = cluster(tenant);
        var contribution = Contribution.builder()
                .configMap(
                        Names.KUBEADM_CONFIG,
                        Map.of("InitConfiguration", init(tenant).toJson(), "ClusterConfiguration", cluster.toJson()),
                        tenant.endpoints().waitsFor())
                .object(
                        Target.TENANT,
                        Manifests.configMap(NAMESPACE, NAME)
                                .data("ClusterConfiguration", cluster.sorted().toYaml())
                                .build(),
                        tenant.endpoints().waitsFor());
        Rbac.mayRead(NAMESPACE, "kubeadm:nodes-kubeadm-config", NAME, Rbac.BOOTSTRAPPERS, Rbac.NODES)
                .forEach(tree -> contribution.object(Target.TENANT, tree));
        return contribution.build();
    }

    private static JsonObject init(TenantView tenant) {
        var address = tenant.endpoints().advertised().shown();
        return JsonObject.of("apiVersion", VERSION, "kind", "InitConfiguration")
                .with("localAPIEndpoint", JsonObject.of("advertiseAddress", address, "bindPort", tenant.port()));
    }

    private static JsonObject cluster(TenantView tenant) {
        var names = ClusterPki.apiServerNames(tenant);
        var sans = new ArrayList<>(names.dnsNames());
        sans.addAll(names.ipAddresses());
        var addons = tenant.spec().addons();
        return JsonObject.of("apiVersion", VERSION, "kind", "ClusterConfiguration", "clusterName", tenant.name())
                .with("kubernetesVersion", tenant.version())
                .with("controlPlaneEndpoint", tenant.endpoints().api().shown().toString())
                .with("certificatesDir", "/etc/kubernetes/pki")
                .with("imageRepository", tenant.registry())
                .with(
                        "networking",
                        JsonObject.of("dnsDomain", tenant.clusterDomain())
                                .with("podSubnet", joined(tenant.podCidrs()))
                                .with("serviceSubnet", joined(tenant.serviceCidrs())))
                .with("apiServer", JsonObject.of("certSANs", sans, "extraArgs", storeArguments(tenant)))
                .with("dns", dns(addons.flatMap(AddonsSpec::coreDNS)))
                .with("proxy", addons.flatMap(AddonsSpec::kubeProxy).isPresent() ? JsonObject.EMPTY : DISABLED)
                .with("etcd", JsonObject.of("external", etcd(tenant)));
    }

    private static JsonObject dns(Optional<ImageOverride> addon) {
        return addon.map(image ->
                        JsonObject.of("imageRepository", image.imageRepository(), "imageTag", image.imageTag()))
                .orElse(DISABLED);
    }

    private static String joined(List<String> cidrs) {
        return String.join(",", cidrs);
    }

    private static JsonObject etcd(TenantView tenant) {
        var flags = tenant.store().binding().apiServerFlags();
        var etcd = JsonObject.of(
                "endpoints", List.of(flags.getOrDefault(ETCD_SERVERS, "").split(",")));
        for (var field : ETCD_FIELDS.entrySet()) {
            etcd = etcd.with(field.getValue(), flags.getOrDefault(field.getKey(), ""));
        }
        return etcd.sorted();
    }

    /** What else the API server is told of its store. */
    private static List<JsonObject> storeArguments(TenantView tenant) {
        return new TreeMap<>(tenant.store().binding().apiServerFlags())
                .entrySet().stream()
                        .filter(flag -> !flag.getKey().equals(ETCD_SERVERS) && !ETCD_FIELDS.containsKey(flag.getKey()))
                        .map(flag ->
                                JsonObject.of("name", flag.getKey().substring("--".length()), "value", flag.getValue()))
                        .toList();
    }
}

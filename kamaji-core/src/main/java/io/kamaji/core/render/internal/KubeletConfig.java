package io.kamaji.core.render.internal;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonOperation;
import io.kamaji.api.json.JsonPatchException;
import io.kamaji.api.value.Violation;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.SpecFindings;
import io.kamaji.core.component.SpecRule;
import io.kamaji.core.component.SpecView;
import io.kamaji.core.manifest.Given;
import io.kamaji.core.manifest.Manifests;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * In the tenant: {@code kube-system/kubelet-config}, the KubeletConfiguration that every joining node starts from. Holds
 * what kubeadm itself sets and what the spec's JSON patches touch, and leaves the rest to the kubelet, so that kubelets of
 * other minors take it. The patches see all defaults of a 1.36 kubelet, as they do with the reference: a field of the
 * defaults may be replaced, tested or removed. 1.37 has the same ones without {@code memoryThrottlingFactor}. Default of {@code cgroupDriver}: {@code systemd}, as kubeadm joins with.
 * Source: kubeadm v1.37, phase upload-config kubelet.
 */
final class KubeletConfig implements Component {
    static final String PATCHES = "spec.kubernetes.kubelet.configurationJSONPatches";
    private static final String NAME = "kubelet-config";
    private static final String NAMESPACE = "kube-system";
    private static final JsonObject DEFAULTS = JsonObject.parse(resource("kubelet-defaults.yaml"));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<SpecRule> rules() {
        return List.of(KubeletConfig::check);
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
        var contribution = Contribution.builder()
                .object(
                        Target.TENANT,
                        Manifests.configMap(NAMESPACE, NAME)
                                .data(
                                        "kubelet",
                                        configuration(ctx.tenant().given()).toYaml())
                                .build());
        Rbac.mayRead(NAMESPACE, "kubeadm:kubelet-config", NAME, Rbac.NODES, Rbac.BOOTSTRAPPERS)
                .forEach(tree -> contribution.object(Target.TENANT, tree));
        return contribution.build();
    }

    private static void check(SpecView spec, SpecFindings found) {
        found.refuse(violations(spec.tenant()));
    }

    /** The patch that can't be applied; it ends it, as those after it may build on it. */
    private static List<Violation> violations(TenantControlPlane tenant) {
        var patches = patches(tenant);
        try {
            var patched = JsonOperation.applyAll(patches, own(tenant).plus(DEFAULTS));
            return patched.asObject().filter(KubeletConfig::isConfiguration).isPresent()
                    ? List.of()
                    : List.of(new Violation(
                            PATCHES, patches, "must leave a kubelet.config.k8s.io/v1beta1 KubeletConfiguration"));
        } catch (JsonPatchException e) {
            var path = PATCHES + "[" + e.index() + "]";
            return List.of(new Violation(path, patches.get(e.index()), String.valueOf(e.getMessage())));
        }
    }

    private static boolean isConfiguration(JsonObject patched) {
        return Stream.of("apiVersion", "kind")
                .allMatch(name -> patched.get(name).equals(DEFAULTS.get(name)));
    }

    private static JsonObject configuration(TenantControlPlane tenant) {
        var own = own(tenant);
        var patches = patches(tenant);
        var patched =
                JsonOperation.applyAll(patches, own.plus(DEFAULTS)).asObject().orElseThrow();
        var emitted = new LinkedHashMap<>(own.members());
        for (var name : touched(patches, patched)) {
            patched.get(name).ifPresentOrElse(value -> emitted.put(name, value), () -> emitted.remove(name));
        }
        return new JsonObject(emitted).sorted();
    }

    /** Names of the members that a patch changes. */
    private static Set<String> touched(JsonArray patches, JsonObject patched) {
        var pointers = patches.objects()
                .map(JsonOperation::of)
                .filter(operation -> operation.kind() != JsonOperation.Kind.TEST)
                .flatMap(operation -> Stream.concat(Stream.of(operation.path()), operation.from().stream()))
                .toList();
        var touched = new HashSet<String>();
        if (pointers.stream().anyMatch(pointer -> pointer.steps().isEmpty())) {
            touched.addAll(DEFAULTS.members().keySet());
            touched.addAll(patched.members().keySet());
        }
        pointers.forEach(
                pointer -> touched.addAll(pointer.steps().stream().limit(1).toList()));
        return touched;
    }

    /** What kubeadm sets. */
    private static JsonObject own(TenantControlPlane tenant) {
        var spec = tenant.effective().spec();
        var network = spec.networkProfile().orElseThrow();
        var dns = network.dnsServiceIPs().orElse(List.of());
        return JsonObject.of(
                "apiVersion", DEFAULTS.get("apiVersion"),
                "kind", DEFAULTS.get("kind"),
                "authentication",
                        JsonObject.of(
                                "anonymous", JsonObject.of("enabled", false),
                                "webhook", JsonObject.of("enabled", true),
                                "x509", JsonObject.of("clientCAFile", "/etc/kubernetes/pki/ca.crt")),
                "authorization", JsonObject.of("mode", "Webhook"),
                "cgroupDriver",
                        Given.text(spec.kubernetes().kubelet().cgroupfs()).orElse("systemd"),
                "clusterDNS", dns.isEmpty() ? null : dns,
                "clusterDomain", Given.text(network.clusterDomain()).orElse("cluster.local"),
                "healthzBindAddress", "127.0.0.1",
                "healthzPort", 10248,
                "rotateCertificates", true,
                "staticPodPath", "/etc/kubernetes/manifests");
    }

    private static JsonArray patches(TenantControlPlane tenant) {
        return tenant.toJsonObject().array(PATCHES.split("\\."));
    }

    private static String resource(String name) {
        try (var in = KubeletConfig.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

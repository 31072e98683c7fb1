package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.AddonsSpec;
import io.kamaji.api.tenant.ImageOverride;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.Sharing;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.manifest.Given;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * CoreDNS in the tenant. Inputs: addons.coreDNS, version, cluster domain, DNS addresses. Replicas (2) and Corefile are ours
 * until somebody in the tenant changes them, and theirs from then on; the rest is kept as it is here. Source: kubeadm's
 * manifest, its version per Kubernetes minor as in {@link AddonVersions}.
 */
final class CoreDns implements Component {
    private static final String DEFAULT_REPOSITORY = "registry.k8s.io";
    private static final List<JsonObject> OBJECTS = AddonObjects.read("coredns.yaml");

    @Override
    public String name() {
        return "coredns";
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
                .kind(Target.TENANT, ResourceTypes.SERVICE)
                .kind(Target.TENANT, ResourceTypes.DEPLOYMENT)
                .kind(Target.TENANT, ResourceTypes.CLUSTER_ROLE)
                .kind(Target.TENANT, ResourceTypes.CLUSTER_ROLE_BINDING, Trait.REPLACEABLE)
                .build();
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var tenant = ctx.tenant();
        var contribution = Contribution.builder();
        for (var object : OBJECTS) {
            switch (object.text("kind").orElseThrow()) {
                case "ConfigMap" ->
                    contribution.object(
                            Target.TENANT,
                            object.with("data", JsonObject.of("Corefile", corefile(tenant.clusterDomain()))),
                            Set.of(),
                            Sharing.merged("data.Corefile"));
                case "Service" ->
                    contribution.object(
                            Target.TENANT, object.update("spec", spec -> service(spec, tenant.dnsServiceIps())));
                case "Deployment" ->
                    contribution.object(
                            Target.TENANT,
                            AddonObjects.withContainer(object, c -> c.with("image", image(tenant))),
                            Set.of(),
                            Sharing.merged("spec.replicas"));
                default -> contribution.object(Target.TENANT, object);
            }
        }
        return contribution.build();
    }

    private static Optional<ImageOverride> override(TenantView tenant) {
        return tenant.spec().addons().flatMap(AddonsSpec::coreDNS);
    }

    /** The tag alone is honoured too: the reference drops it unless a repository comes with it. */
    private static String image(TenantView tenant) {
        var given = Given.text(override(tenant).flatMap(ImageOverride::imageRepository));
        var repository = given.orElse(DEFAULT_REPOSITORY);
        var tag = override(tenant)
                .flatMap(ImageOverride::imageTag)
                .filter(t -> !t.isEmpty())
                .orElse(AddonVersions.of(tenant.minor()).coreDns());
        return (repository.equals(DEFAULT_REPOSITORY) ? DEFAULT_REPOSITORY + "/coredns" : repository) + "/coredns:"
                + tag;
    }

    /** The addresses that kubelets are told; with two, one of each family. */
    private static JsonObject service(JsonObject spec, List<String> addresses) {
        var single = spec.with("clusterIP", addresses.stream().findFirst());
        if (addresses.size() < 2) {
            return single;
        }
        var both = addresses.subList(0, 2);
        return single.with("clusterIPs", both)
                .with("ipFamilies", both.stream().map(CoreDns::family).toList())
                .with("ipFamilyPolicy", "PreferDualStack");
    }

    private static String family(String address) {
        return address.contains(":") ? "IPv6" : "IPv4";
    }

    private static String corefile(String domain) {
        return """
                .:53 {
                    errors
                    health {
                       lameduck 5s
                    }
                    ready
                    kubernetes %1$s in-addr.arpa ip6.arpa {
                       pods insecure
                       fallthrough in-addr.arpa ip6.arpa
                       ttl 30
                    }
                    prometheus :9153
                    forward . /etc/resolv.conf {
                       max_concurrent 1000
                    }
                    cache 30 {
                       disable success %1$s
                       disable denial %1$s
                    }
                    loop
                    reload
                    loadbalance
                }
                """.formatted(domain);
    }
}

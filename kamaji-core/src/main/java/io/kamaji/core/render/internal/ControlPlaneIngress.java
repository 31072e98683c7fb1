package io.kamaji.core.render.internal;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.AdditionalMetadata;
import io.kamaji.api.tenant.IngressSpec;
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
import io.kamaji.core.manifest.Given;
import io.kamaji.core.manifest.Manifests;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An Ingress before one of the tenant's servers: {@code <tcp>} before the API, {@code <tcp>-konnectivity} before the tunnel's
 * server, {@code <tcp>-relay} before the relay. Passing TLS through is not in the Ingress API: controllers have annotations for it, which the spec's {@code
 * additionalMetadata} gives. Inputs: controlPlane.ingress, the tenant's annotations. Its hosts are in the certificate by our
 * doing. Source: networking.k8s.io/v1.
 */
final class ControlPlaneIngress implements Exposure {
    private static final Demand DEMAND = new Demand(
            "spec.controlPlane.ingress",
            tenant -> ingress(tenant).isPresent(),
            "the admin cluster must serve networking.k8s.io/v1, which Kubernetes does from 1.19 on");

    private final Behind behind;

    ControlPlaneIngress(Behind behind) {
        this.behind = behind;
    }

    @Override
    public String name() {
        return behind.component("ingress");
    }

    /** The tunnel goes through it where agents could not reach the Service otherwise, or where a host name is given for it. */
    @Override
    public boolean enabledFor(TenantView tenant) {
        return ingress(tenant.given()).isPresent()
                && behind.isServed(tenant)
                && (behind != Behind.KONNECTIVITY
                        || behind.hostname(tenant).isPresent()
                        || ServerNames.areNeeded(tenant.given()));
    }

    @Override
    public Declaration declares() {
        return Declaration.builder()
                .kindFor(DEMAND, Target.ADMIN, ResourceTypes.INGRESS, Trait.FRONT)
                .looksAt(ResourceTypes.INGRESS_CLASS, ControlPlaneIngress::ingressClass)
                .consequences(FrontRules.consequences(ResourceTypes.INGRESS))
                .build();
    }

    @Override
    public List<SpecRule> rules() {
        return behind == Behind.API ? List.of(FrontRules::ingress) : List.of();
    }

    @Override
    public Endpoints resolve(TenantView tenant, Function<ObjectRef, Optional<JsonObject>> observed) {
        return behind.at(tenant, at(tenant));
    }

    /** Where clients are told to go. */
    private HostPort at(TenantView tenant) {
        var api =
                HostPort.parse(ingress(tenant.given()).orElseThrow().hostname().orElseThrow(), tenant.port());
        return behind.atIngress(tenant, api);
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var tenant = ctx.tenant();
        var ingress = ingress(tenant.given()).orElseThrow();
        var metadata = ingress.additionalMetadata();
        return Contribution.builder()
                .object(
                        Target.ADMIN,
                        Manifests.of(ResourceTypes.INGRESS, behind.route(tenant))
                                .labels(metadata.flatMap(AdditionalMetadata::labels)
                                        .orElse(Map.of()))
                                .annotations(metadata.flatMap(AdditionalMetadata::annotations)
                                        .orElse(Map.of()))
                                .with("spec", spec(tenant, ingress))
                                .build())
                .build();
    }

    private JsonObject spec(TenantView tenant, IngressSpec ingress) {
        var service = JsonObject.of("name", tenant.name(), "port", JsonObject.of("number", behind.port(tenant)));
        var path = JsonObject.of("path", "/", "pathType", "Prefix", "backend", JsonObject.of("service", service));
        var rule = JsonObject.of("host", at(tenant).host(), "http", JsonObject.of("paths", List.of(path)));
        return JsonObject.of("ingressClassName", Given.text(ingress.ingressClassName()), "rules", List.of(rule));
    }

    /** Controllers need not write an address: that none is there says nothing, that the class is not there does. */
    @Override
    public Optional<Acceptance> acceptance(TenantView tenant, Function<ObjectRef, Optional<JsonObject>> observed) {
        var ref = ResourceTypes.INGRESS.ref(tenant.namespace(), behind.route(tenant));
        var live = observed.apply(ref);
        var since = live.flatMap(found -> found.text("metadata", "creationTimestamp"))
                .map(Instant::parse);
        var missing = ingressClass(tenant.given()).stream()
                .filter(wanted -> observed.apply(wanted).isEmpty())
                .findFirst();
        if (missing.isPresent()) {
            var message = "IngressClass " + missing.get().name()
                    + ", which is not there or may not be seen: install its controller, or set"
                    + " spec.controlPlane.ingress.ingressClassName";
            return Optional.of(new Acceptance(ref, false, "IngressClassNotFound", message, since));
        }
        var hasAddress = live.filter(found ->
                        !found.array("status", "loadBalancer", "ingress").isEmpty())
                .isPresent();
        return Optional.of(new Acceptance(
                ref,
                live.isPresent(),
                live.isEmpty() ? "NotCreated" : hasAddress ? "AddressAssigned" : "NoAddressTold",
                live.isEmpty() ? "Ingress " + ref.name() : "",
                since));
    }

    private static Set<ObjectRef> ingressClass(TenantControlPlane tenant) {
        return ingress(tenant).flatMap(ingress -> Given.text(ingress.ingressClassName())).stream()
                .map(ResourceTypes.INGRESS_CLASS::ref)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<IngressSpec> ingress(TenantControlPlane tenant) {
        return tenant.spec().controlPlane().ingress();
    }
}

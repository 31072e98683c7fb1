package io.kamaji.core.reconcile;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.setting.Settings;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.component.Registry;
import io.kamaji.core.component.Sharing;
import io.kamaji.core.exposure.Endpoints;
import io.kamaji.core.exposure.HostPort;
import io.kamaji.core.manifest.Labels;
import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.observe.AdminState;
import io.kamaji.core.plan.Ownership;
import io.kamaji.core.render.Rendered;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Ways by which a tenant was reached until its spec chose another, where the one or the other is a front. They are kept for a
 * while ({@link Settings#FORMER_WAY}): routes and the balancer stay as they are and their names stay in the certificate, so that
 * nodes and kubeconfigs can follow one by one. Since when is an annotation of what is kept. Immutable.
 */
record FormerWays(List<Way> ways) {
    private static final Duration BY_DEFAULT = Duration.ofHours(24);
    private static final String SINCE = "kamaji.clastix.io/leaving-since";
    private static final String AT = "kamaji.clastix.io/leaving-endpoint";
    private static final Pattern ENDPOINT = Pattern.compile("\"controlPlaneEndpoint\":\"([^\"]+)\"");
    private static final String BALANCER = "LoadBalancer";

    /** What of a balancer's spec must stay for it to keep its address. */
    private static final List<String> BALANCING =
            List.of("type", "allocateLoadBalancerNodePorts", "loadBalancerClass", "loadBalancerSourceRanges");

    /**
     * One object that is kept.
     *
     * @param at where clients were told to go
     * @param names that lead there
     */
    record Way(JsonObject live, Optional<HostPort> at, Set<String> names, Instant since, Instant until) {
        ObjectRef ref() {
            return ObjectRef.of(live);
        }
    }

    /** What of the tenant's objects is kept. */
    static FormerWays of(TenantControlPlane tenant, Registry registry, AdminState seen, Instant now) {
        var kept = tenant.setting(Settings.FORMER_WAY).orElse(BY_DEFAULT);
        var ways = new ArrayList<Way>();
        Stream.concat(routes(tenant, registry, seen), balancer(tenant, registry, seen))
                .map(live -> way(live, seen, now, kept))
                .filter(way -> way.until().isAfter(now))
                .forEach(ways::add);
        return new FormerWays(List.copyOf(ways));
    }

    /** Objects of ours by which clients come, of kinds that the spec asks for no longer. */
    private static Stream<JsonObject> routes(TenantControlPlane tenant, Registry registry, AdminState seen) {
        return seen.observed().objects().entrySet().stream()
                .filter(object ->
                        fronts(registry).anyMatch(kind -> kind.type().is(object.getKey()) && !kind.isFor(tenant)))
                .filter(object -> Ownership.isOurs(Target.ADMIN, seen.names().tenant(), object.getValue()))
                .map(object -> object.getValue())
                .filter(live -> !Ownership.isTerminating(live));
    }

    /** The Service, if it is a balancer with an address still and a front was chosen instead. */
    private static Stream<JsonObject> balancer(TenantControlPlane tenant, Registry registry, AdminState seen) {
        var isLeft = !tenant.spec().controlPlane().service().serviceType().equals(BALANCER)
                && fronts(registry).anyMatch(kind -> kind.isFor(tenant));
        return seen
                .get(seen.names().service())
                .filter(live -> isLeft && !Ownership.isTerminating(live))
                .filter(live -> live.text("spec", "type").equals(Optional.of(BALANCER)))
                .filter(live -> !addresses(live).isEmpty())
                .stream();
    }

    private static Stream<Declaration.Kind> fronts(Registry registry) {
        return registry.demanded(Target.ADMIN).stream()
                .filter(kind -> kind.handling().has(Trait.FRONT));
    }

    private static Way way(JsonObject live, AdminState seen, Instant now, Duration kept) {
        var at = live.text("metadata", "annotations", AT).or(() -> told(seen)).flatMap(FormerWays::endpoint);
        var since = live.text("metadata", "annotations", SINCE)
                .flatMap(FormerWays::time)
                .orElse(now.truncatedTo(ChronoUnit.SECONDS));
        var names = new LinkedHashSet<String>();
        at.ifPresent(there -> names.add(there.host()));
        names.addAll(addresses(live));
        names.addAll(live.array("spec", "hostnames").texts());
        live.array("spec", "rules")
                .objects()
                .flatMap(rule -> rule.text("host").stream())
                .forEach(names::add);
        return new Way(live, at, names, since, since.plus(kept));
    }

    /** Where clients were told to go by the pass before. */
    private static Optional<String> told(AdminState seen) {
        return seen.get(seen.names().kubeadmConfig())
                .flatMap(config -> config.text("data", "ClusterConfiguration"))
                .map(ENDPOINT::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException spoilt) {
            return Optional.empty(); // it counts from now
        }
    }

    private static Optional<HostPort> endpoint(String text) {
        try {
            return Optional.of(HostPort.parse(text, 443));
        } catch (IllegalArgumentException spoilt) {
            return Optional.empty(); // its names are in the object, too
        }
    }

    private static List<String> addresses(JsonObject service) {
        return service.array("status", "loadBalancer", "ingress")
                .objects()
                .flatMap(ingress -> ingress.text("ip").stream())
                .toList();
    }

    /** The endpoints with the names of former ways in the certificate. */
    Endpoints at(Endpoints endpoints) {
        return ways.isEmpty()
                ? endpoints
                : endpoints.alsoNamed(
                        ways.stream().flatMap(way -> way.names().stream()).toList());
    }

    /** What is rendered, with what is kept before all else: it is marked before anything tells of the new way. */
    Rendered in(Rendered rendered, Registry registry, Endpoints endpoints) {
        if (ways.isEmpty()) {
            return rendered;
        }
        var parts = new ArrayList<Rendered.Part>();
        for (var way : ways) {
            var present = rendered.parts().stream()
                    .filter(part -> part.manifest().target() == Target.ADMIN
                            && part.manifest().ref().equals(way.ref()))
                    .findFirst();
            parts.add(present.map(part -> part.with(new Manifest(
                            Target.ADMIN, marked(balancing(part.manifest().tree(), way.live()), way))))
                    .orElseGet(() -> route(way, registry)));
        }
        rendered.parts().stream()
                .filter(part -> ways.stream()
                        .noneMatch(way -> way.ref().equals(part.manifest().ref())))
                .forEach(parts::add);
        return new Rendered(parts, rendered.warnings()).withWarnings(List.of(text(endpoints)));
    }

    private static JsonObject balancing(JsonObject service, JsonObject live) {
        return service.update("spec", spec -> {
            var kept = spec;
            for (var field : BALANCING) {
                kept = kept.with(field, live.get("spec", field));
            }
            return kept;
        });
    }

    private static Rendered.Part route(Way way, Registry registry) {
        var live = way.live();
        var metadata = live.object("metadata");
        var tree = JsonObject.of("apiVersion", live.text("apiVersion"), "kind", live.text("kind"))
                .with(
                        "metadata",
                        JsonObject.of("name", metadata.text("name"), "namespace", metadata.text("namespace"))
                                .with("labels", metadata.get("labels"))
                                .with("annotations", metadata.get("annotations"))
                                .with("ownerReferences", metadata.get("ownerReferences")))
                .with("spec", live.get("spec"));
        return new Rendered.Part(
                new Manifest(Target.ADMIN, marked(tree, way)),
                metadata.text("labels", Labels.COMPONENT).orElse(""),
                Set.of(),
                Sharing.ENFORCED,
                registry.handling(Target.ADMIN, way.ref()));
    }

    private static JsonObject marked(JsonObject tree, Way way) {
        return tree.update(
                "metadata",
                metadata -> metadata.update(
                        "annotations",
                        annotations -> annotations
                                .with(SINCE, way.since().toString())
                                .with(AT, way.at().map(HostPort::toString))));
    }

    /** What is kept until when, and what must be done until then. */
    private String text(Endpoints endpoints) {
        var objects = new TreeSet<String>();
        var at = new TreeSet<String>();
        ways.forEach(way -> {
            objects.add(way.ref().kind() + " " + way.ref().name());
            way.at().map(HostPort::toString).ifPresent(at::add);
        });
        var until = ways.stream().map(Way::until).max(Comparator.naturalOrder()).orElseThrow();
        return "reached at " + String.join(", ", at) + ", too, until " + until + ": " + String.join(", ", objects)
                + " stay. Until then nodes and kubeconfigs must go to "
                + endpoints.api().shown()
                + ": on each node set clusters[0].cluster.server in /etc/kubernetes/kubelet.conf and restart the kubelet;"
                + " hand out kubeconfigs again. " + Settings.FORMER_WAY.key() + ": 0s ends it at once";
    }
}

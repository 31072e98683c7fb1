package io.kamaji.core.render.internal;

import io.kamaji.api.setting.Settings;
import io.kamaji.api.value.Names;
import io.kamaji.core.component.Consequence.Kind;
import io.kamaji.core.component.Consequence.Rule;
import io.kamaji.core.component.SpecFindings;
import io.kamaji.core.component.SpecView;
import io.kamaji.core.exposure.HostPort;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.FieldDiff;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a front refuses of a spec, and what follows where its routes change. */
final class FrontRules {
    private static final String INGRESS = "spec.controlPlane.ingress.hostname";
    private static final String GATEWAY = "spec.controlPlane.gateway";

    private FrontRules() {}

    /** A name that clients can't go to, or that an Ingress can't have. */
    static void ingress(SpecView spec, SpecFindings found) {
        spec.text(INGRESS)
                .filter(hostname -> !isHost(hostname))
                .ifPresent(hostname ->
                        found.refuse(INGRESS, hostname, "must be one host name in lower case, with or without a port"));
    }

    private static boolean isHost(String hostname) {
        try {
            return Names.dns1123Subdomain(HostPort.parse(hostname, 1).host()).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** A route that no Gateway would serve, or whose clients could not go to it. */
    static void gateway(SpecView spec, SpecFindings found) {
        var gateway = spec.tree().object("spec", "controlPlane", "gateway");
        if (spec.tree().get(GATEWAY.split("\\.")).isEmpty()) {
            return;
        }
        gateway.text("hostname")
                .filter(hostname -> hostname.startsWith("*"))
                .ifPresent(hostname -> found.refuse(
                        GATEWAY + ".hostname",
                        hostname,
                        "must be one host name: clients can't go to all that a wildcard stands for"));
        if (gateway.array("parentRefs").isEmpty()) {
            found.refuse(GATEWAY + ".parentRefs", null, "control plane gateway parentRefs are not specified");
        }
        var texts = spec.tree().texts("metadata", "annotations");
        var isTcp = Settings.GATEWAY_ROUTE.violation(texts).isEmpty()
                && ControlPlaneGateway.type(spec.tenant()).equals(ResourceTypes.TCP_ROUTE);
        var port = spec.effective().spec().networkProfile().flatMap(network -> network.port());
        gateway.array("parentRefs")
                .objects()
                .flatMap(parent -> parent.number("port").stream())
                .findFirst()
                .filter(listener -> isTcp && !port.map(Integer::longValue).equals(Optional.of(listener)))
                .ifPresent(listener -> found.refuse(
                        GATEWAY + ".parentRefs[0].port",
                        listener,
                        "must be spec.networkProfile.port: behind a TCPRoute the tenant's own pods go to that port of the"
                                + " Gateway"));
    }

    /** What follows from changes of routes. */
    static List<Rule> consequences(ResourceType... types) {
        var rules = new ArrayList<Rule>();
        for (var type : types) {
            rules.add(new Rule(Action.UPDATE, type, Kind.ADDRESS, (ref, fields, body) -> moves(fields)));
            rules.add(Rule.of(Action.DELETE, type, Kind.ADDRESS, "takes the tenant's front away"));
        }
        return rules;
    }

    private static Optional<String> moves(List<FieldDiff> fields) {
        return fields.stream()
                .filter(diff -> diff.path().startsWith("spec.hostnames")
                        || diff.path().startsWith("spec.parentRefs")
                        || diff.path().startsWith("spec.rules"))
                .findFirst()
                .map(diff -> "moves the tenant's front (" + diff + "): nodes and kubeconfigs must follow");
    }
}

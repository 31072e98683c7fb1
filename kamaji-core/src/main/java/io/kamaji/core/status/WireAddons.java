package io.kamaji.core.status;

import io.kamaji.api.tenant.status.AddonStatus;
import io.kamaji.api.tenant.status.AddonsStatus;
import io.kamaji.api.tenant.status.ConfigMapStatus;
import io.kamaji.api.tenant.status.ExternalObjectStatus;
import io.kamaji.api.tenant.status.KonnectivityAgentStatus;
import io.kamaji.api.tenant.status.KonnectivityStatus;
import io.kamaji.api.tenant.status.TenantControlPlaneStatus;
import io.kamaji.core.render.internal.KonnectivityServer;
import io.kamaji.core.render.internal.Names;
import java.time.Instant;
import java.util.Optional;

/** What add-ons there are, as the wire has it. Pure. */
record WireAddons(TenantControlPlaneStatus previous, PassFacts facts, WireChecksums checksums, Instant now) {

    AddonsStatus addons(TenantStatus status) {
        var before = previous.addons().orElseGet(() -> AddonsStatus.builder().build());
        var spec = facts.tenant().spec().addons();
        var done = status.condition(ConditionType.ADD_ONS_INSTALLED)
                .filter(Condition::isTrue)
                .isPresent();
        return before.toBuilder()
                .coreDNS(addon(before.coreDNS(), spec.flatMap(a -> a.coreDNS()).isPresent(), done))
                .kubeProxy(addon(
                        before.kubeProxy(), spec.flatMap(a -> a.kubeProxy()).isPresent(), done))
                .konnectivity(konnectivity(before.konnectivity(), done))
                .build();
    }

    private Optional<AddonStatus> addon(Optional<AddonStatus> before, boolean wanted, boolean done) {
        if (!done || before.filter(b -> b.enabled() == wanted).isPresent()) {
            return before;
        }
        return Optional.of(AddonStatus.builder().enabled(wanted).lastUpdate(now).build());
    }

    private Optional<KonnectivityStatus> konnectivity(Optional<KonnectivityStatus> before, boolean done) {
        var spec = facts.tenant().effective().spec().addons().flatMap(a -> a.konnectivity());
        if (spec.isEmpty()) {
            return done
                    ? Optional.of(KonnectivityStatus.builder().enabled(false).build())
                    : before;
        }
        var configMap = facts.names().configMap(Names.KONNECTIVITY_EGRESS);
        var status = KonnectivityStatus.builder()
                .enabled(true)
                .configMap(checksums
                        .checksum(configMap)
                        .map(sum -> ConfigMapStatus.builder()
                                .name(configMap.name())
                                .checksum(sum)
                                .build()))
                .certificate(
                        checksums.secret(KonnectivityServer.CLIENT, before.flatMap(KonnectivityStatus::certificate)))
                .kubeconfig(checksums.secret(
                        KonnectivityServer.CLIENT_KUBECONFIG, before.flatMap(KonnectivityStatus::kubeconfig)))
                .service(new WireWorkload(previous, facts, now).service(1))
                .gateway(new WireFronts(facts).gateway(facts.names().tenant() + "-konnectivity"));
        if (!done) {
            return Optional.of(status.sa(before.flatMap(KonnectivityStatus::sa))
                    .clusterrolebinding(before.flatMap(KonnectivityStatus::clusterrolebinding))
                    .agent(before.flatMap(KonnectivityStatus::agent))
                    .build());
        }
        var mode = spec.flatMap(k -> k.agent()).flatMap(agent -> agent.mode());
        var agent = KonnectivityAgentStatus.builder()
                .name(Names.KONNECTIVITY_AGENT)
                .namespace(Names.KUBE_SYSTEM)
                .mode(mode)
                .lastUpdate(before.flatMap(KonnectivityStatus::agent)
                        .filter(old -> old.mode().equals(mode))
                        .flatMap(old -> old.lastUpdate())
                        .orElse(now))
                .build();
        return Optional.of(status.agent(agent)
                .sa(ExternalObjectStatus.builder()
                        .name(Names.KONNECTIVITY_AGENT)
                        .namespace(Names.KUBE_SYSTEM)
                        .build())
                .clusterrolebinding(ExternalObjectStatus.builder()
                        .name(Names.KONNECTIVITY_ROLE)
                        .build())
                .build());
    }
}

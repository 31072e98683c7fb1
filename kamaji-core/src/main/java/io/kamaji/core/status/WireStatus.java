package io.kamaji.core.status;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.status.KubernetesResourcesStatus;
import io.kamaji.api.tenant.status.TenantControlPlaneStatus;
import io.kamaji.api.tenant.status.VersionStatus;
import io.kamaji.core.exposure.HostPort;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * A pass as {@code status} of the custom resource: the only place that knows how the wire says it. Pure: the same facts, the
 * same previous status and the same time give the same status, and a pass that changed nothing gives the previous one, so that
 * nothing is written. A time ({@code lastUpdate}, {@code lastTransitionTime}) is kept for as long as what it is about stays.
 * Members that this version does not write stay as they are. Source: the CRD of {@code kamaji.clastix.io/v1alpha1}.
 */
public final class WireStatus {
    private final TenantControlPlaneStatus previous;
    private final PassFacts facts;
    private final Instant now;

    private WireStatus(Optional<TenantControlPlaneStatus> previous, PassFacts facts, Instant now) {
        this.previous =
                previous.orElseGet(() -> TenantControlPlaneStatus.builder().build());
        this.facts = facts;
        this.now = now.truncatedTo(ChronoUnit.SECONDS); // meta/v1 Time has no fraction
    }

    /**
     * The status after a pass.
     *
     * @param previous as it is stored, if there is any
     * @param status of the same facts
     */
    public static TenantControlPlaneStatus of(
            Optional<TenantControlPlaneStatus> previous, PassFacts facts, TenantStatus status, Instant now) {
        return new WireStatus(previous, facts, now).status(status);
    }

    /** The status of a tenant that a pass could not look at, or that is being deleted: the rest stays as it was. */
    public static TenantControlPlaneStatus of(
            Optional<TenantControlPlaneStatus> previous, TenantStatus status, Instant now) {
        var before = previous.orElseGet(() -> TenantControlPlaneStatus.builder().build());
        var resources = before.kubernetesResources()
                .orElseGet(() -> KubernetesResourcesStatus.builder().build());
        var version =
                resources.version().orElseGet(() -> VersionStatus.builder().build());
        return before.toBuilder()
                .kubernetesResources(resources.toBuilder()
                        .version(version.toBuilder()
                                .status(status.phase().wire())
                                .build())
                        .build())
                .conditions(WireConditions.of(
                        before, status.conditions(), Optional.empty(), now.truncatedTo(ChronoUnit.SECONDS)))
                .build();
    }

    /** A status with conditions of its own besides: each replaces the one of its type, the rest stays. */
    public static TenantControlPlaneStatus with(
            TenantControlPlaneStatus status, TenantControlPlane tenant, List<Condition> conditions, Instant now) {
        var before = tenant.status()
                .orElseGet(() -> TenantControlPlaneStatus.builder().build());
        var all = new LinkedHashMap<Optional<String>, JsonObject>();
        status.conditions().orElse(List.of()).forEach(condition -> all.put(condition.text("type"), condition));
        WireConditions.of(before, conditions, tenant.metadata().generation(), now.truncatedTo(ChronoUnit.SECONDS))
                .forEach(condition -> all.put(condition.text("type"), condition));
        return status.toBuilder().conditions(List.copyOf(all.values())).build();
    }

    private TenantControlPlaneStatus status(TenantStatus status) {
        var generation = facts.tenant().metadata().generation();
        var checksums = new WireChecksums(facts, now);
        var credentials = new WireCredentials(previous, facts, checksums);
        return previous.toBuilder()
                .observedGeneration(
                        facts.report().failure().isEmpty() && facts.rollout().isPresent()
                                ? generation
                                : previous.observedGeneration())
                .controlPlaneEndpoint(facts.endpoints()
                        .announced()
                        .value()
                        .map(HostPort::toString)
                        .or(previous::controlPlaneEndpoint))
                .storage(credentials.storage())
                .certificates(credentials.certificates())
                .kubeconfig(credentials.kubeconfigs())
                .kubeadmconfig(credentials.kubeadmConfig())
                .kubeadmPhase(credentials.kubeadmPhase())
                .kubernetesResources(new WireWorkload(previous, facts, now).resources(status))
                .addons(new WireAddons(previous, facts, checksums, now).addons(status))
                .conditions(WireConditions.of(previous, status.conditions(), generation, now))
                .build();
    }
}

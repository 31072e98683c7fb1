package io.kamaji.core.operator;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.tenant.DeploymentSpec;
import io.kamaji.api.tenant.status.VersionStatus;
import io.kamaji.api.value.KubernetesVersion;
import io.kamaji.api.value.Violation;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.observe.Rollout;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.core.render.internal.Names;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The way from the Kubernetes version that a tenant runs to the one of its spec: minor by minor, as an API server reads what
 * the one before it stored, and never back. Until a hop is done the spec can be changed again. Source: Kubernetes' version
 * skew policy.
 *
 * <p>A tenant that sleeps stays where it is until it wakes: no API server of a minor in between would read its data.
 *
 * @param tenant with the version that is next
 * @param to the version of the spec, if that is still to come after it
 * @param climbs whether it is of another minor than the one that runs
 */
record Journey(TenantControlPlane tenant, Optional<String> to, boolean climbs) {
    private static final String PATH = "spec.kubernetes.version";

    /**
     * The next hop.
     *
     * @param release which release of a minor ({@code 1.35}) is gone through
     * @throws InvalidSpecException if the spec names an older minor than the one that runs
     */
    static Journey next(TenantControlPlane tenant, ClusterClient admin, UnaryOperator<String> release) {
        var wanted = tenant.spec().kubernetes().version();
        var target = KubernetesVersion.find(wanted);
        var running = runs(tenant, admin);
        var runs = running.flatMap(KubernetesVersion::find);
        if (target.isEmpty()
                || runs.isEmpty()
                || target.get().withoutPatch().isNewerThan(KubernetesVersion.NEWEST) // refused before the first hop
                || target.get().major() != runs.get().major()) {
            return new Journey(tenant, Optional.empty(), false);
        }
        var minors = target.get().minor() - runs.get().minor();
        if (minors < 0) {
            throw new InvalidSpecException(
                    TenantObjects.of(tenant).ref().toString(),
                    List.of(new Violation(
                            PATH,
                            JsonValue.of(wanted),
                            "unable to downgrade a TenantControlPlane from "
                                    + runs.get().withoutPatch() + " to "
                                    + target.get().withoutPatch())));
        }
        if (minors > 0 && sleeps(tenant)) {
            return new Journey(at(tenant, running.orElseThrow()), Optional.of(wanted), false);
        }
        return minors <= 1
                ? new Journey(tenant, Optional.empty(), minors == 1)
                : new Journey(
                        at(
                                tenant,
                                release.apply(
                                        runs.get().major() + "." + (runs.get().minor() + 1))),
                        Optional.of(wanted),
                        true);
    }

    private static boolean sleeps(TenantControlPlane tenant) {
        var pods = tenant.spec().controlPlane().deployment().flatMap(DeploymentSpec::replicas);
        return pods.equals(Optional.of(0));
    }

    private static TenantControlPlane at(TenantControlPlane tenant, String version) {
        return tenant.toBuilder()
                .spec(spec -> spec.kubernetes(kubernetes -> kubernetes.version(version)))
                .build();
    }

    /** The version whose rollout was the last to end; from the Deployment where no status is kept. */
    private static Optional<String> runs(TenantControlPlane tenant, ClusterClient admin) {
        if (tenant.status().isPresent()) {
            return tenant.status()
                    .flatMap(status -> status.kubernetesResources())
                    .flatMap(resources -> resources.version())
                    .flatMap(VersionStatus::version);
        }
        return admin.get(TenantObjects.of(tenant).deployment())
                .filter(deployment -> new Rollout(deployment).complete())
                .flatMap(deployment -> deployment.text("metadata", "annotations", Names.VERSION));
    }
}

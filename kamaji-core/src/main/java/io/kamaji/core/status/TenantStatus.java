package io.kamaji.core.status;

import java.util.List;
import java.util.Optional;

/**
 * How a tenant is: a phase for people, conditions for programs. Immutable.
 *
 * <p>Needed to be ready, which means that a worker can join: {@code AddressKnown}, {@code StorageReady},
 * {@code ControlPlaneAvailable}, {@code Bootstrapped} (all that {@code kubeadm join} reads and is allowed to do),
 * {@code AddOnsInstalled} (the objects of those that are asked for). Not needed, as they depend on workers:
 * {@code AddOnsRunning}, {@code TunnelUp} (only with konnectivity; unknown without workers). {@code WritesLimited} is there,
 * and needed, only if a limit is asked for ({@code spec.writePermissions}): it says whether the tenant's API keeps it.
 *
 * @param endpoint {@code host:port} of its API, IPv6 in brackets; empty while it is not known
 */
public record TenantStatus(Phase phase, Optional<String> endpoint, List<Condition> conditions) {

    private static final List<String> NEEDED = List.of(
            "AddressKnown",
            "StorageReady",
            "ControlPlaneAvailable",
            "Bootstrapped",
            "AddOnsInstalled",
            "WritesLimited");

    /** The reference's values of {@code status.kubernetesResources.version.status} that this version knows. */
    public enum Phase {
        /** It was never ready. */
        PROVISIONING,
        /** Its API answers, everything is as it is to be: a worker can join. */
        READY,
        /** No pod of it is ready. */
        NOT_READY,
        /** Pods are being replaced; its API answers. */
        UPGRADING,
        /** Zero replicas, as it was asked. */
        SLEEPING,
        /** Its API answers, and is to refuse some writes; the conditions tell whether everything is as it is to be. */
        WRITE_LIMITED,
        /** The admin cluster did not answer, or some pods of a finished rollout are missing. */
        UNKNOWN
    }

    public TenantStatus {
        conditions = List.copyOf(conditions);
    }

    /** Whether everything is as it is to be. With a limit on writes the phase does not tell. */
    public boolean isReady() {
        return phase == Phase.READY
                || phase == Phase.SLEEPING
                || (phase == Phase.WRITE_LIMITED && NEEDED.stream().allMatch(this::holds));
    }

    private boolean holds(String type) {
        return condition(type).flatMap(Condition::holds).orElse(false);
    }

    /** A condition by type; empty if there is none. */
    public Optional<Condition> condition(String type) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    @Override
    public String toString() {
        return phase
                + endpoint.map(at -> " " + at).orElse("")
                + conditions.stream().map(c -> "\n  " + c).reduce("", String::concat);
    }
}

package io.kamaji.core.status;

import io.kamaji.core.exposure.HostPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a tenant is: a phase in one word, human-readable, and conditions, machine-readable. Immutable. What the custom resource
 * says of it is {@link WireStatus}.
 *
 * @param endpoint {@code host:port} of its API, IPv6 in brackets; empty while it is not known
 * @param conditions {@link ConditionType#READY} first
 */
public record TenantStatus(Phase phase, Optional<String> endpoint, List<Condition> conditions) {

    public TenantStatus {
        conditions = List.copyOf(conditions);
    }

    /** What a pass over a tenant shows. */
    public static TenantStatus of(PassFacts facts) {
        var conditions = new ArrayList<>(Conditions.of(facts));
        var phase = Phase.of(facts, conditions);
        conditions.add(0, ready(phase, conditions));
        return new TenantStatus(phase, facts.endpoints().api().value().map(HostPort::toString), conditions);
    }

    /** Of a tenant that a pass could not look at. */
    public static TenantStatus unseen(Phase phase, String why) {
        var ready = Condition.unknown(ConditionType.READY, "NotSeen", why, Optional.empty());
        return new TenantStatus(phase, Optional.empty(), List.of(ready));
    }

    /** Of a tenant that is being deleted. */
    public static TenantStatus deleting(boolean gone, String waits) {
        var ready = Condition.of(ConditionType.READY, false, "Deleting", waits, Optional.empty());
        var deleted =
                Condition.of(ConditionType.DELETED, gone, gone ? "NothingLeft" : "Deleting", waits, Optional.empty());
        return new TenantStatus(Phase.DELETING, Optional.empty(), List.of(ready, deleted));
    }

    static boolean holdNeeded(List<Condition> conditions) {
        return conditions.stream().filter(c -> c.type().needed()).allMatch(Condition::isTrue);
    }

    private static Condition ready(Phase phase, List<Condition> conditions) {
        var open = conditions.stream()
                .filter(c -> c.type().needed() && !c.isTrue())
                .findFirst();
        if (phase == Phase.SLEEPING) {
            return Condition.of(ConditionType.READY, false, "Sleeping", Conditions.ASLEEP, Optional.empty());
        }
        var since = conditions.stream()
                .filter(c -> c.type().needed())
                .flatMap(c -> c.since().stream())
                .max(java.util.Comparator.naturalOrder());
        return open.map(c -> new Condition(
                        ConditionType.READY,
                        c.holds(),
                        c.reason(),
                        c.type() + (c.message().isEmpty() ? "" : ": " + c.message()),
                        c.since()))
                .orElseGet(() -> Condition.of(ConditionType.READY, true, "UpToDate", "", since));
    }

    /** Whether everything is as asked for: {@link ConditionType#READY} holds, or the tenant sleeps as it is to. */
    public boolean isReady() {
        return phase == Phase.SLEEPING
                || condition(ConditionType.READY).filter(Condition::isTrue).isPresent();
    }

    /** A condition by type; empty if there is none. */
    public Optional<Condition> condition(ConditionType type) {
        return conditions.stream().filter(condition -> condition.type() == type).findFirst();
    }

    @Override
    public String toString() {
        return phase
                + endpoint.map(at -> " " + at).orElse("")
                + conditions.stream().map(c -> "\n  " + c).reduce("", String::concat);
    }
}

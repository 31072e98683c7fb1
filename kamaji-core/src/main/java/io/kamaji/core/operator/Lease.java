package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.Budget;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One Lease, as this replica sees it. Another's lease has ended once it was not renewed for as long as it lasts, by the clock
 * of this process and from when it was last seen renewed: clocks of machines are not compared. Its fence is open for as
 * long as the lease surely lasts, reckoned from before the request that renewed it. Used by one thread.
 */
final class Lease {
    private final ClusterClient admin;
    private final ObjectRef ref;
    private final JsonObject labels;
    private final Election election;
    private final InstantSource clock;
    private final Fence fence;
    private final LastSeen theirs = new LastSeen();
    private volatile @Nullable LeaseRecord mine;
    private volatile @Nullable String renderedBy;

    Lease(ClusterClient admin, ObjectRef ref, JsonObject labels, Election election, InstantSource clock) {
        this.admin = admin;
        this.ref = ref;
        this.labels = labels;
        this.election = election;
        this.clock = clock;
        this.fence = new Fence(ref.name(), clock);
    }

    /** When a Lease was last seen to be another than before, by the clock of this process. */
    static final class LastSeen {
        private String version = "";
        private long at;

        LastSeen note(LeaseRecord record) {
            if (!version.equals(record.version())) {
                version = record.version();
                at = System.nanoTime();
            }
            return this;
        }

        /** Whether that is less than a time ago. */
        boolean within(Duration time) {
            return System.nanoTime() - at < time.toNanos();
        }
    }

    ObjectRef ref() {
        return ref;
    }

    Fence fence() {
        return fence;
    }

    /**
     * Renews it, or takes it if it is free.
     *
     * @throws ClusterException if the cluster can't be asked
     */
    void hold() {
        var held = mine;
        try {
            if (held == null) {
                look();
            } else {
                store(false, held.renewed(election.duration(), clock.instant()));
            }
        } catch (ClusterException e) {
            mine = null; // whatever became of it: look before the next write
            if (!e.isConflict()) {
                throw e;
            }
        }
    }

    private void look() {
        var found = within().get(ref).map(LeaseRecord::new);
        var now = clock.instant();
        var me = election.identity();
        if (found.isEmpty()) {
            store(true, LeaseRecord.create(ref, labels, me, election.duration(), now));
        } else if (found.get().isHeldBy(me)) {
            store(false, found.get().renewed(election.duration(), now));
        } else if (found.get().holder().isEmpty()
                || !theirs.note(found.get()).within(found.get().duration())) {
            store(false, found.get().takenBy(me, election.duration(), now));
        }
    }

    private void store(boolean create, LeaseRecord record) {
        var began = System.nanoTime();
        var client = within();
        var note = renderedBy;
        var body = (note == null ? record : record.renderedBy(note)).object();
        var stored = new LeaseRecord(create ? client.create(body) : client.replace(body));
        mine = stored;
        renderedBy = stored.renderedBy().orElse(null);
        var margin = election.duration().dividedBy(5);
        fence.open(election.duration().minus(margin).minusNanos(System.nanoTime() - began));
    }

    /** Which version rendered what it is for; as it will be noted with the next renewal. */
    Optional<String> renderedBy() {
        return Optional.ofNullable(renderedBy);
    }

    OptionalInt upgradeAtOnce() {
        var held = mine;
        return held == null ? OptionalInt.empty() : held.upgradeAtOnce();
    }

    void renderedBy(String version) {
        renderedBy = version;
    }

    /** Gives it away, if it is held. Nobody may be at work behind its fence any more. */
    void release() {
        fence.open(Duration.ZERO);
        var last = mine;
        if (last != null) {
            mine = null;
            within().replace(last.released().object());
        }
    }

    /** A request that is not answered must not keep the others from being made. */
    private ClusterClient within() {
        return admin.within(
                Budget.ofTime("a request about a lease", election.duration().dividedBy(3)));
    }

    @Override
    public String toString() {
        return ref.name();
    }
}

package io.kamaji.core.migrate;

import io.kamaji.api.KamajiException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.storage.MigrationRecord;
import io.kamaji.core.storage.MigrationRecord.Step;
import io.kamaji.core.storage.TenantPlace;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * The record of one migration, held by this process: each change of it is for just the version that was seen, so that of
 * two processes one learns that it is too late. Not thread-safe.
 */
final class MigrationLease {
    private final ClusterClient admin;
    private final TenantControlPlane tenant;
    private final InstantSource clock;
    private final Duration takeOver;
    private final String holder = UUID.randomUUID().toString();
    private MigrationRecord record;

    private MigrationLease(
            ClusterClient admin,
            TenantControlPlane tenant,
            InstantSource clock,
            Duration takeOver,
            MigrationRecord record) {
        this.admin = admin;
        this.tenant = tenant;
        this.clock = clock;
        this.takeOver = takeOver;
        this.record = record;
    }

    static Optional<MigrationRecord> stored(ClusterClient admin, TenantControlPlane tenant) {
        return admin.get(TenantPlace.migration(tenant)).map(MigrationRecord::parse);
    }

    /** Begins one. */
    static MigrationLease begin(
            ClusterClient admin,
            TenantControlPlane tenant,
            InstantSource clock,
            Duration takeOver,
            String from,
            String to,
            Optional<MigrationRecord> finished) {
        var fresh = new MigrationRecord(
                from,
                to,
                Step.FREEZE,
                "",
                "",
                clock.instant(),
                finished.map(MigrationRecord::resourceVersion).orElse(""));
        var claim = new MigrationLease(admin, tenant, clock, takeOver, fresh);
        claim.write(fresh, finished.isEmpty());
        return claim;
    }

    /**
     * Goes on with one.
     *
     * @throws KamajiException if its holder has given a sign of life lately
     */
    static MigrationLease resume(
            ClusterClient admin,
            TenantControlPlane tenant,
            InstantSource clock,
            Duration takeOver,
            MigrationRecord record) {
        var free = record.renewed().plus(takeOver);
        if (free.isAfter(clock.instant())) {
            throw KamajiException.at(
                            TenantPlace.migration(tenant),
                            "another process moves the tenant's data; if that process stops, migrating again takes"
                                    + " over at " + free)
                    .retryAfter(Duration.between(clock.instant(), free));
        }
        var claim = new MigrationLease(admin, tenant, clock, takeOver, record);
        claim.write(record, false);
        return claim;
    }

    MigrationRecord record() {
        return record;
    }

    void at(Step step) {
        write(record.at(step), false);
    }

    /** It ends where it began, and what it left is in the other datastore. */
    void turnBack() {
        write(record.turnedBack(), false);
    }

    void copied(String summary) {
        write(record.copied(summary), false);
    }

    /** A sign of life, if the last one is some time ago; fails if another process has taken over. */
    void renew() {
        if (record.renewed().plus(takeOver.dividedBy(4)).isBefore(clock.instant())) {
            write(record, false);
        }
    }

    void forget() {
        admin.delete(
                TenantPlace.migration(tenant),
                new ClusterClient.Preconditions(Optional.empty(), Optional.of(record.resourceVersion())));
    }

    private void write(MigrationRecord next, boolean create) {
        var ref = TenantPlace.migration(tenant);
        var body = next.held(holder, clock.instant())
                .toConfigMap(
                        ref.namespace().orElseThrow(), tenant.metadata().name().orElseThrow());
        try {
            record = MigrationRecord.parse(create ? admin.create(body) : admin.replace(body));
        } catch (ClusterException e) {
            if (e.isConflict() || e.isNotFound()) {
                throw KamajiException.at(
                                ref, "another process moves the tenant's data: wait until the migration has ended")
                        .cause(e)
                        .retryAfter(takeOver);
            }
            throw e;
        }
    }
}

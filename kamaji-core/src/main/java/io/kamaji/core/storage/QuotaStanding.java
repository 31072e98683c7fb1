package io.kamaji.core.storage;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.value.StoreQuota;
import io.kamaji.datastore.Usage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a tenant stands to its quota: pure, of what was measured, what stood before, and the quota. A limit that was reached is left
 * a tenth below it, and figures are told anew when they moved by a tenth, so that a tenant at a limit is not told of at every
 * measuring. What stood before counts until something is measured. Immutable.
 *
 * @param since when it came to that level
 * @param told the figures that are told of it; empty: nothing was measured
 */
public record QuotaStanding(StoreQuota quota, Level level, Instant since, Optional<Usage> told) {
    private static final int TENTHS = 10;

    /** How far it is. */
    public enum Level {
        /** Nothing was measured yet. */
        UNKNOWN,
        /** Below every limit. */
        WITHIN,
        /** A soft limit is reached. */
        SOFT,
        /** A hard limit is reached: the tenant's users may only delete. */
        HARD;

        private boolean isReached(StoreQuota quota, Usage usage, int tenths) {
            return limits(quota.bytes(), usage.bytes(), tenths) || limits(quota.keys(), usage.keys(), tenths);
        }

        private boolean limits(StoreQuota.Limit limit, long taken, int tenths) {
            var at = of(limit);
            return at.isPresent() && taken >= share(at.getAsLong(), tenths);
        }

        private OptionalLong of(StoreQuota.Limit limit) {
            return this == HARD ? limit.hard() : this == SOFT ? limit.soft() : OptionalLong.empty();
        }
    }

    /** How a tenant stands of which nothing is known. */
    public static QuotaStanding unknown(StoreQuota quota, Instant now) {
        return new QuotaStanding(quota, Level.UNKNOWN, now.truncatedTo(ChronoUnit.SECONDS), Optional.empty());
    }

    /** The same under another quota. */
    public QuotaStanding under(StoreQuota other, Instant now) {
        var judged = new QuotaStanding(other, level, since, told);
        return told.map(usage -> judged.after(usage, now)).orElse(judged);
    }

    /** How it stands once that was measured; itself, if that is nothing to tell. */
    public QuotaStanding after(Usage measured, Instant now) {
        var reached = level(measured);
        if (reached == level) {
            return isWorthTelling(measured) ? new QuotaStanding(quota, level, since, Optional.of(measured)) : this;
        }
        return new QuotaStanding(quota, reached, now.truncatedTo(ChronoUnit.SECONDS), Optional.of(measured));
    }

    private Level level(Usage usage) {
        for (var candidate : new Level[] {Level.HARD, Level.SOFT}) {
            // who is there already stays a little longer
            if (candidate.isReached(quota, usage, level.compareTo(candidate) >= 0 ? TENTHS - 1 : TENTHS)) {
                return candidate;
            }
        }
        return Level.WITHIN;
    }

    private boolean isWorthTelling(Usage measured) {
        return told.isEmpty()
                || isFar(quota.bytes(), told.get().bytes(), measured.bytes())
                || isFar(quota.keys(), told.get().keys(), measured.keys());
    }

    private static boolean isFar(StoreQuota.Limit limit, long before, long now) {
        var most = limit.hard().isPresent() ? limit.hard() : limit.soft();
        return most.isPresent() && Math.abs(now - before) >= share(most.getAsLong(), 1);
    }

    private static long share(long limit, int tenths) {
        return Math.max(1, limit / TENTHS * tenths + limit % TENTHS * tenths / TENTHS);
    }

    /** Whether the tenant's users may only delete. */
    public boolean isHard() {
        return level == Level.HARD;
    }

    /** Whether any limit is reached. */
    public boolean isReached() {
        return level == Level.SOFT || isHard();
    }

    /** The limits that are reached, in words: {@code 1Gi}, {@code 20000 keys}. */
    public String reached() {
        var texts = new ArrayList<String>();
        for (int tenths = TENTHS; texts.isEmpty() && tenths >= TENTHS - 1; tenths--) {
            reached(tenths, texts);
        }
        return String.join(" and ", texts);
    }

    private void reached(int tenths, List<String> texts) {
        told.ifPresent(usage -> {
            if (level.limits(quota.bytes(), usage.bytes(), tenths)) {
                texts.add(StoreQuota.text(level.of(quota.bytes()).getAsLong()));
            }
            if (level.limits(quota.keys(), usage.keys(), tenths)) {
                texts.add(level.of(quota.keys()).getAsLong() + " keys");
            }
        });
    }

    /** The figures, in words; empty if nothing was measured. */
    public String figures() {
        return told.map(usage -> StoreQuota.text(usage.bytes()) + limits(quota.bytes(), true) + ", " + usage.keys()
                        + " keys" + limits(quota.keys(), false) + (usage.exact() ? "" : ", as the store reports"))
                .orElse("");
    }

    private static String limits(StoreQuota.Limit limit, boolean bytes) {
        var texts = new ArrayList<String>();
        limit.soft().ifPresent(most -> texts.add("soft limit " + (bytes ? StoreQuota.text(most) : most)));
        limit.hard().ifPresent(most -> texts.add("hard limit " + (bytes ? StoreQuota.text(most) : most)));
        return texts.isEmpty() ? "" : " (" + String.join(", ", texts) + ")";
    }

    /** What is recorded of it; empty: nothing, as nothing was measured. */
    public Optional<JsonObject> record() {
        return told.map(usage -> JsonObject.of("level", level.name(), "since", since.toString())
                .with("bytes", usage.bytes())
                .with("keys", usage.keys())
                .with("exact", usage.exact()));
    }

    /** How a tenant stood, by its record; as unknown if that is spoilt. */
    public static QuotaStanding recorded(StoreQuota quota, JsonObject record, Instant now) {
        try {
            var usage = new Usage(
                    record.number("keys").orElseThrow(),
                    record.number("bytes").orElseThrow(),
                    record.bool("exact").orElse(true));
            return new QuotaStanding(
                    quota,
                    Level.valueOf(record.text("level").orElse("")),
                    Instant.parse(record.text("since").orElse("")),
                    Optional.of(usage));
        } catch (RuntimeException spoilt) {
            return unknown(quota, now);
        }
    }
}

package io.kamaji.api.setting;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When a tenant sleeps, which is without pods: {@code <asleep>; <awake>; <time zone>}, such as
 * {@code 0 20 * * 1-5; 0 7 * * 1-5; Europe/Rome} for nights and weekends. Immutable and thread-safe.
 *
 * @param asleep when it falls asleep
 * @param awake when it wakes; of two at once this one
 * @param zone of both; UTC where it is left out
 */
public record SleepSchedule(Cron asleep, Cron awake, ZoneId zone) {
    static final String FORM =
            "when it falls asleep, when it wakes (crontab's five fields) and a time zone, with semicolons"
                    + " between them, as in '0 20 * * 1-5; 0 7 * * 1-5; Europe/Rome'";

    /** Reads it; empty if it is not of that form. */
    public static Optional<SleepSchedule> parse(String text) {
        var parts = text.split(";", -1);
        if (parts.length < 2 || parts.length > 3) {
            return Optional.empty();
        }
        var zone = zone(parts.length == 3 ? parts[2].strip() : "UTC");
        return Cron.parse(parts[0])
                .flatMap(asleep -> Cron.parse(parts[1])
                        .flatMap(awake -> zone.map(known -> new SleepSchedule(asleep, awake, known))));
    }

    private static Optional<ZoneId> zone(String id) {
        try {
            return Optional.of(ZoneId.of(id));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }

    /** Whether the tenant sleeps at an instant. */
    public boolean asleepAt(Instant instant) {
        var fellAsleep = asleep.atOrBefore(instant, zone);
        var woke = awake.atOrBefore(instant, zone);
        return fellAsleep.isPresent()
                && woke.filter(time -> !time.isBefore(fellAsleep.get())).isEmpty();
    }

    /** When it next falls asleep or wakes; empty if that never comes. */
    public Optional<Instant> nextChange(Instant instant) {
        return asleepAt(instant) ? awake.after(instant, zone) : asleep.afterWithout(awake, instant, zone);
    }

    /** The text that {@link #parse} takes. */
    @Override
    public String toString() {
        return asleep + "; " + awake + "; " + zone;
    }
}

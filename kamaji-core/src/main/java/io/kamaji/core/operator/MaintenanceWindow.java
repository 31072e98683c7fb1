package io.kamaji.core.operator;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When what nobody asked for may disturb: {@code Sat,Sun 02:00-04:30 Europe/Berlin}. Without days each day, without a zone
 * UTC; one that ends before it begins ends on the next day. Immutable.
 *
 * @param days on which it begins
 */
public record MaintenanceWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
    private static final Pattern TEXT =
            Pattern.compile("(?:([A-Za-z]{3}(?:,[A-Za-z]{3})*)\\s+)?(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)(?:\\s+(\\S+))?");
    private static final int WEEK = 7;

    public MaintenanceWindow {
        days = Set.copyOf(days);
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static MaintenanceWindow parse(String text) {
        var matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw refused(text);
        }
        try {
            return new MaintenanceWindow(
                    days(matcher.group(1)),
                    LocalTime.parse(matcher.group(2)),
                    LocalTime.parse(matcher.group(3)),
                    matcher.group(4) == null ? ZoneOffset.UTC : ZoneId.of(matcher.group(4)));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw refused(text);
        }
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(
                "no maintenance window: '" + text + "'; write Sat,Sun 02:00-04:30 Europe/Berlin, say");
    }

    private static Set<DayOfWeek> days(@Nullable String text) {
        var days = EnumSet.noneOf(DayOfWeek.class);
        if (text == null) {
            days.addAll(EnumSet.allOf(DayOfWeek.class));
            return days;
        }
        for (var name : text.toUpperCase(Locale.ROOT).split(",")) {
            days.add(EnumSet.allOf(DayOfWeek.class).stream()
                    .filter(day -> day.name().startsWith(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(name)));
        }
        return days;
    }

    /** Whether it is open. */
    public boolean isOpen(Instant now) {
        var local = now.atZone(zone);
        return contains(local, local) || contains(local, local.minusDays(1));
    }

    private boolean contains(ZonedDateTime now, ZonedDateTime day) {
        var begin = begin(day);
        var end = day.with(to);
        if (!end.isAfter(begin)) {
            end = end.plusDays(1);
        }
        return days.contains(day.getDayOfWeek()) && !now.isBefore(begin) && now.isBefore(end);
    }

    private ZonedDateTime begin(ZonedDateTime day) {
        return day.with(from);
    }

    /** How long until it opens next; zero if it is open. */
    public Duration untilOpen(Instant now) {
        if (isOpen(now)) {
            return Duration.ZERO;
        }
        var local = now.atZone(zone);
        for (int i = 0; i <= WEEK; i++) {
            var begin = begin(local.plusDays(i));
            if (days.contains(begin.getDayOfWeek()) && begin.isAfter(local)) {
                return Duration.between(local, begin);
            }
        }
        return Duration.ofDays(WEEK);
    }

    @Override
    public String toString() {
        var names = days.size() == WEEK
                ? ""
                : days.stream()
                                .sorted()
                                .map(day -> day.name().charAt(0)
                                        + day.name().substring(1, 3).toLowerCase(Locale.ROOT))
                                .reduce((one, other) -> one + "," + other)
                                .orElse("")
                        + " ";
        return names + from + "-" + to + " " + (zone.equals(ZoneOffset.UTC) ? "UTC" : zone);
    }
}

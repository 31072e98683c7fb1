package io.kamaji.api.setting;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Times of a clock on the wall, as crontab(5) writes them: minute, hour, day of the month, month, day of the week, each
 * {@code *}, a number, a range, with a step, or several with commas between them; months and days by name, too. Where both days
 * are given, either is enough. A time that the clock leaves out in spring is an hour later; one that it has twice in autumn counts once,
 * the first time. Immutable and thread-safe.
 */
public final class Cron {
    private static final List<String> MONTHS =
            List.of("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final int SUNDAY = 7;
    private static final int FARTHEST_DAYS = 366 * 8 + 2; // the 29th of February, over a century that has none

    private final String text;
    private final BitSet minutesOfDay;
    private final BitSet daysOfMonth;
    private final BitSet months;
    private final BitSet daysOfWeek;
    private final boolean eitherDay;

    private Cron(String text, String[] fields) {
        this.text = text;
        minutesOfDay = new BitSet();
        var minutes = field(fields[0], 0, 59, List.of());
        field(fields[1], 0, 23, List.of()).stream()
                .forEach(hour -> minutes.stream().forEach(minute -> minutesOfDay.set(hour * 60 + minute)));
        daysOfMonth = field(fields[2], 1, 31, List.of());
        months = field(fields[3], 1, 12, MONTHS);
        daysOfWeek = field(fields[4], 0, SUNDAY, DAYS);
        if (daysOfWeek.get(0)) {
            daysOfWeek.set(SUNDAY);
        }
        eitherDay = !fields[2].startsWith("*") && !fields[4].startsWith("*");
    }

    /** Reads such times; empty if they are not of that form, or never come. */
    public static Optional<Cron> parse(String text) {
        var fields = text.strip().split("\\s+");
        if (fields.length != 5) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Cron(String.join(" ", fields), fields))
                    .filter(cron -> cron.after(Instant.EPOCH, ZoneId.of("UTC")).isPresent());
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static BitSet field(String text, int least, int most, List<String> names) {
        var values = new BitSet();
        for (var item : text.split(",", -1)) {
            var parts = item.split("/", -1);
            var ends = parts[0].equals("*") ? new int[] {least, most} : ends(parts[0].split("-", -1), names);
            int step = parts.length == 1 ? 1 : number(parts[1], List.of());
            int first = ends[0];
            int last = ends.length > 1 ? ends[1] : parts.length > 1 ? most : first;
            if (parts.length > 2 || ends.length > 2 || step < 1 || first < least || last > most || first > last) {
                throw new IllegalArgumentException(text);
            }
            IntStream.rangeClosed(first, last)
                    .filter(value -> (value - first) % step == 0)
                    .forEach(values::set);
        }
        return values;
    }

    /** A name that comes twice is the later one where a range ends: {@code fri-sun}. */
    private static int[] ends(String[] texts, List<String> names) {
        var ends = Stream.of(texts).mapToInt(end -> number(end, names)).toArray();
        int last = ends.length - 1;
        if (last > 0) {
            ends[last] = Math.max(ends[last], names.lastIndexOf(texts[last].toLowerCase(Locale.ROOT)));
        }
        return ends;
    }

    private static int number(String text, List<String> names) {
        var named = names.indexOf(text.toLowerCase(Locale.ROOT));
        if (named < 0 && !DIGITS.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        return named >= 0 && !text.isEmpty() ? named : Integer.parseInt(text);
    }

    /** The last of these times that is not after an instant. */
    public Optional<Instant> atOrBefore(Instant instant, ZoneId zone) {
        return first(
                instant,
                zone,
                -1,
                day -> instants(day, minutesOfDay, zone)
                        .filter(time -> !time.isAfter(instant))
                        .max(Instant::compareTo));
    }

    /** The first of these times that is after an instant. */
    public Optional<Instant> after(Instant instant, ZoneId zone) {
        return first(
                instant,
                zone,
                1,
                day -> instants(day, minutesOfDay, zone)
                        .filter(time -> time.isAfter(instant))
                        .min(Instant::compareTo));
    }

    /** The first of these times that is after an instant and none of the other's. */
    Optional<Instant> afterWithout(Cron other, Instant instant, ZoneId zone) {
        var alone = (BitSet) minutesOfDay.clone();
        alone.andNot(other.minutesOfDay);
        return first(
                instant,
                zone,
                1,
                day -> instants(day, other.matches(day) ? alone : minutesOfDay, zone)
                        .filter(time -> time.isAfter(instant))
                        .sorted()
                        .filter(time -> other.atOrBefore(time, zone)
                                .filter(time::equals)
                                .isEmpty())
                        .findFirst());
    }

    /** Looks day by day, from the day on the other side, as a clock that is put forward may carry a time over midnight. */
    private Optional<Instant> first(
            Instant instant, ZoneId zone, int direction, Function<LocalDate, Optional<Instant>> onDay) {
        var day = instant.atZone(zone).toLocalDate().minusDays(direction);
        for (int i = 0; i < FARTHEST_DAYS; i++, day = day.plusDays(direction)) {
            var found = matches(day) ? onDay.apply(day) : Optional.<Instant>empty();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Stream<Instant> instants(LocalDate day, BitSet minutesOfDay, ZoneId zone) {
        return minutesOfDay.stream()
                .mapToObj(minute ->
                        day.atTime(minute / 60, minute % 60).atZone(zone).toInstant());
    }

    private boolean matches(LocalDate day) {
        var ofMonth = daysOfMonth.get(day.getDayOfMonth());
        var ofWeek = daysOfWeek.get(day.getDayOfWeek().getValue());
        return months.get(day.getMonthValue()) && (eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cron cron && cron.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}

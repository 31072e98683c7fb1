package io.kamaji.api.boundary;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.KubernetesVersion;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A version between two, which may leave out the patch. What can't be read is refused elsewhere. */
record VersionDemand(Optional<String> from, Optional<String> to, OptionalInt newest) implements Demand {
    private static final long STEP = 100_000;

    static VersionDemand of(JsonObject boundary) {
        return new VersionDemand(
                boundary.text("from"),
                boundary.text("to"),
                boundary.number("newest")
                        .map(Long::intValue)
                        .map(OptionalInt::of)
                        .orElseGet(OptionalInt::empty));
    }

    /** Whether it is a version, each part of which has at most five digits. */
    static boolean isReadable(String text) {
        return text.matches("v?\\d{1,5}\\.\\d{1,5}(\\.\\d{1,5})?");
    }

    /** Whether no version lies between the two. */
    boolean isEmpty() {
        return from.isPresent() && number(from.get(), 0) > most();
    }

    @Override
    public void judge(JsonValue value, Out out) {
        long number;
        try {
            var version = KubernetesVersion.parse(SpecPath.text(value));
            number = number(version.major(), version.minor(), version.patch());
        } catch (IllegalArgumentException unreadable) {
            return;
        }
        if (number < least() || number > most()) {
            out.add("", value, message());
        }
    }

    private long least() {
        var named = from.map(text -> number(text, 0)).orElse(0L);
        var last = KubernetesVersion.NEWEST;
        return newest.isEmpty()
                ? named
                : Math.max(named, number(last.major(), last.minor() - newest.getAsInt() + 1, 0));
    }

    private long most() {
        return to.map(text -> number(text, STEP - 1)).orElse(Long.MAX_VALUE);
    }

    private static long number(String text, long patch) {
        var parts = (text.startsWith("v") ? text.substring(1) : text).split("\\.");
        return number(
                Long.parseLong(parts[0]),
                Long.parseLong(parts[1]),
                parts.length > 2 ? Long.parseLong(parts[2]) : patch);
    }

    private static long number(long major, long minor, long patch) {
        return (major * STEP + minor) * STEP + patch;
    }

    @Override
    public Optional<String> cel(String value) {
        var parts = "[" + value + ".replace('v', '').split('-')[0].split('+')[0].split('.')]";
        var number = "(int(p[0]) * " + STEP + " + int(p[1])) * " + STEP + " + int(p[2])";
        return Optional.of(parts + ".all(p, p.size() == 3 && " + number + " >= " + least() + " && " + number + " <= "
                + most() + ")");
    }

    @Override
    public String message() {
        var parts = Stream.of(
                        from.map(text -> "from " + text),
                        to.map(text -> "up to " + text),
                        newest.isEmpty()
                                ? Optional.<String>empty()
                                : Optional.of("of the newest " + newest.getAsInt() + " minors up to "
                                        + KubernetesVersion.NEWEST.minorText()))
                .flatMap(Optional::stream);
        return parts.collect(Collectors.joining(", ", "must be ", ""));
    }
}

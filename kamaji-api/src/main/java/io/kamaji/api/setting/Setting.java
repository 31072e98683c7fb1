package io.kamaji.api.setting;

import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing that an annotation says, beside the spec: clients written in Go erase members of a spec that they don't know, and
 * keep annotations. Those of Kamaji are in {@link Settings}; a component of your own may have its own, under a key of its own.
 * Immutable and thread-safe.
 *
 * @param <T> what it says
 */
public final class Setting<T> {
    private final String key;
    private final String form;
    private final Function<String, Optional<T>> parser;
    private final Function<T, String> writer;

    private Setting(String key, String form, Function<String, Optional<T>> parser, Function<T, String> writer) {
        this.key = key;
        this.form = form;
        this.parser = parser;
        this.writer = writer;
    }

    /**
     * A setting of any type.
     *
     * @param key the annotation's
     * @param form what its text must be, as in {@code must be <form>}
     * @param parser reads a text without space around it; empty if it is not of that form
     * @param writer the text that the parser takes
     */
    public static <T> Setting<T> of(
            String key, String form, Function<String, Optional<T>> parser, Function<T, String> writer) {
        return new Setting<>(key, form, parser, writer);
    }

    /** {@code true} or {@code false}. */
    public static Setting<Boolean> bool(String key) {
        return of(
                key,
                "true or false",
                text -> Optional.of(text)
                        .filter(List.of("true", "false")::contains)
                        .map(Boolean::valueOf),
                value -> Boolean.toString(value));
    }

    /** A text that passes. */
    public static Setting<String> text(String key, String form, Function<String, Boolean> passes) {
        return of(key, form, text -> Optional.of(text).filter(passes::apply), value -> value);
    }

    /** A number within bounds, both included. */
    public static Setting<Integer> number(String key, int least, int most) {
        return of(
                key,
                "a number from " + least + " to " + most,
                text -> Optional.of(text)
                        .filter(digits -> digits.matches("\\d{1,9}"))
                        .map(Integer::valueOf)
                        .filter(number -> number >= least && number <= most),
                value -> Integer.toString(value));
    }

    /** Whole hours, minutes or seconds, at most 9 digits: {@code 24h}, {@code 30m}, {@code 0s}. */
    public static Setting<Duration> duration(String key) {
        return of(
                key,
                "a time such as 24h, 30m or 0s",
                text -> Optional.of(text)
                        .filter(time -> time.matches("\\d{1,9}[hms]"))
                        .map(time -> Duration.parse("PT" + time)),
                value -> value.toSeconds() + "s");
    }

    /** Items with commas between them, at least one. */
    public static <T> Setting<List<T>> list(
            String key, String form, Function<String, Optional<T>> parser, Function<T, String> writer) {
        return of(
                key,
                form + ", with commas between them",
                text -> {
                    var items = Stream.of(text.split(",", -1))
                            .map(String::strip)
                            .map(parser)
                            .toList();
                    return items.stream().allMatch(Optional::isPresent)
                            ? Optional.of(
                                    items.stream().flatMap(Optional::stream).toList())
                            : Optional.empty();
                },
                all -> all.stream().map(writer).collect(Collectors.joining(",")));
    }

    /** The annotation's key. */
    public String key() {
        return key;
    }

    /** Where it is in a document. */
    public String path() {
        return "metadata.annotations[" + key + "]";
    }

    /** The text that says the value. */
    public String write(T value) {
        return writer.apply(value);
    }

    /**
     * What annotations say; empty if they say nothing.
     *
     * @throws IllegalArgumentException if it can't be read: {@link #violation} tells so beforehand
     */
    public Optional<T> of(Map<String, String> annotations) {
        return text(annotations)
                .map(text -> parser.apply(text)
                        .orElseThrow(() -> new IllegalArgumentException(path() + ": '" + text + "' is not " + form)));
    }

    /** What annotations say; empty if they say nothing that can be read. */
    public Optional<T> readable(Map<String, String> annotations) {
        return text(annotations).flatMap(parser);
    }

    /** What is wrong with the annotation; empty if it can be read or is not there. */
    public Optional<Violation> violation(Map<String, String> annotations) {
        return text(annotations)
                .filter(text -> parser.apply(text).isEmpty())
                .map(text -> new Violation(path(), JsonValue.of(text), "must be " + form));
    }

    private Optional<String> text(Map<String, String> annotations) {
        return Optional.ofNullable(annotations.get(key)).map(String::strip);
    }

    @Override
    public String toString() {
        return key;
    }
}

package io.kamaji.core.render.internal;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Feature gates of an API server behind kine. Streamed lists end when the store says how far a watch is. kine 0.17.5 says it only
 * at a moment when all watches of an API server are even, which there may not be in a minute while others write: then an API
 * server that starts beside them gives up. Without streams it lists.
 */
final class KineGates {
    private static final List<String> OURS = List.of("WatchList=false", "WatchListClient=false");

    /** As the value of a flag. */
    static final String TEXT = String.join(",", OURS);

    private KineGates() {}

    /** The user's gates and these, unless the user sets them. */
    static String in(String gates) {
        var named = Stream.of(gates.split(",")).map(KineGates::name).toList();
        var missing = OURS.stream().filter(gate -> !named.contains(name(gate)));
        return Stream.concat(Stream.of(gates).filter(text -> !text.isEmpty()), missing)
                .collect(Collectors.joining(","));
    }

    private static String name(String gate) {
        return gate.split("=", 2)[0];
    }
}

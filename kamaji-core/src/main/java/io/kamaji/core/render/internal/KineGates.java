package io.kamaji.core.render.internal;

import java.util.List;

/**
 * Feature gates of an API server behind kine. Streamed lists end when the store says how far a watch is. kine 0.17.5 says it only
 * at a moment when all watches of an API server are even, which there may not be in a minute while others write: then an API
 * server that starts beside them gives up. Without streams it lists.
 */
final class KineGates {
    static final List<String> OURS = List.of("WatchList=false", "WatchListClient=false");

    private KineGates() {}
}

package io.kamaji.testkit.simulator;

import java.time.Duration;
import java.util.Optional;

/**
 * What goes wrong with a request. Immutable and thread-safe.
 *
 * @param kind how
 * @param code HTTP status of a {@link Kind#STATUS}, else 0
 * @param afterEffect whether the request is carried out first
 * @param retryAfter header of a status
 */
public record Fault(Kind kind, int code, boolean afterEffect, Optional<Duration> retryAfter) {

    /** How a request fails. */
    public enum Kind {
        /** It is answered with a Status of failure. */
        STATUS,
        /** It gets no answer while the simulator runs; the client's time limit ends it. */
        SILENCE,
        /** The connection is closed without an answer. */
        DISCONNECT
    }

    /** An answer of 409, 429, 500, 503 or the like; 429 says to come back after 1 s. */
    public static Fault status(int code) {
        return new Fault(Kind.STATUS, code, false, code == 429 ? Optional.of(Duration.ofSeconds(1)) : Optional.empty());
    }

    /** No answer. */
    public static Fault silence() {
        return new Fault(Kind.SILENCE, 0, false, Optional.empty());
    }

    /** The connection ends without an answer. */
    public static Fault disconnect() {
        return new Fault(Kind.DISCONNECT, 0, false, Optional.empty());
    }

    /** The same, but the request takes effect first. */
    public Fault afterTheEffect() {
        return new Fault(kind, code, true, retryAfter);
    }

    @Override
    public String toString() {
        return (kind == Kind.STATUS ? Integer.toString(code) : kind.name().toLowerCase(java.util.Locale.ROOT))
                + (afterEffect ? " after" : " before") + " the effect";
    }
}

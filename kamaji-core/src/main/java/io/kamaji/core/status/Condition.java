package io.kamaji.core.status;

import java.time.Instant;
import java.util.Optional;

/**
 * One thing that is so, is not so yet, or can't be told, and since when (meta/v1 Condition). Immutable.
 *
 * @param holds empty: unknown
 * @param reason one word, machine-readable
 * @param message what is waited for, human-readable; may be empty
 * @param since when it became so, as far as the cluster tells; of what does not hold: the longest it can have been waited for
 */
public record Condition(
        ConditionType type, Optional<Boolean> holds, String reason, String message, Optional<Instant> since) {

    static Condition of(ConditionType type, boolean holds, String reason, String message, Optional<Instant> since) {
        return new Condition(type, Optional.of(holds), reason, message, since);
    }

    static Condition unknown(ConditionType type, String reason, String message, Optional<Instant> since) {
        return new Condition(type, Optional.empty(), reason, message, since);
    }

    /** Whether it is known to hold. */
    public boolean isTrue() {
        return holds.orElse(false);
    }

    /** {@code True}, {@code False} or {@code Unknown}, as on the wire. */
    public String status() {
        return holds.map(yes -> yes ? "True" : "False").orElse("Unknown");
    }

    @Override
    public String toString() {
        return type + "=" + status() + " " + reason + (message.isEmpty() ? "" : ": " + message)
                + since.map(at -> " (since " + at + ")").orElse("");
    }
}

package io.kamaji.core.status;

import java.time.Instant;
import java.util.Optional;

/**
 * One thing that is so, is not so yet, or can't be told, and since when (meta/v1 Condition). Immutable.
 *
 * @param type such as {@code Available}
 * @param holds empty: unknown
 * @param reason one word for machines
 * @param message what is waited for, for people; may be empty
 * @param since when it became so, as far as the cluster tells; of what does not hold: the longest it can have been waited for
 */
public record Condition(String type, Optional<Boolean> holds, String reason, String message, Optional<Instant> since) {

    public static Condition of(String type, boolean holds, String reason, String message, Optional<Instant> since) {
        return new Condition(type, Optional.of(holds), reason, message, since);
    }

    @Override
    public String toString() {
        return type + "=" + holds.map(h -> h ? "True" : "False").orElse("Unknown") + " " + reason
                + (message.isEmpty() ? "" : ": " + message)
                + since.map(at -> " (since " + at + ")").orElse("");
    }
}

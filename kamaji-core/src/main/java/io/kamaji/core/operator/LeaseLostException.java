package io.kamaji.core.operator;

import io.kamaji.api.KamajiException;
import java.time.Duration;

/** A write that was not begun, because another replica may be at work on the same by now. */
final class LeaseLostException extends KamajiException {
    private static final long serialVersionUID = 1L;

    LeaseLostException(String message) {
        super(message, null, null, Duration.ofSeconds(1));
    }
}

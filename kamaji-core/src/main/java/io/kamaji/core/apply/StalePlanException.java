package io.kamaji.core.apply;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The cluster moved under a plan: plan again. Nothing that moved was overwritten. */
public final class StalePlanException extends KamajiException {
    private static final long serialVersionUID = 1L;

    StalePlanException(String message, ObjectRef ref, @Nullable Throwable cause) {
        super(message + ": plan again", cause, ref, Duration.ofSeconds(1));
    }
}

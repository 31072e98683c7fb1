package io.kamaji.testkit;

import io.kamaji.api.KamajiException;
import org.jspecify.annotations.Nullable;

/** No upstream binary of the asked name and version could be had; the message says where it was looked for and lists the ways to get it. */
public final class BinaryNotFoundException extends KamajiException {
    private static final long serialVersionUID = 1L;

    BinaryNotFoundException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package io.kamaji.core.render;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import org.jspecify.annotations.Nullable;

/** A stored Secret that can't be read and must not be replaced. The message names Secret and key and holds none of the data. */
public final class CorruptSecretException extends KamajiException {
    private static final long serialVersionUID = 1L;

    public CorruptSecretException(String message, @Nullable ObjectRef secret, @Nullable Throwable cause) {
        super(message, cause, secret, null);
    }
}

package io.kamaji.datastore.transfer;

import io.kamaji.api.KamajiException;
import org.jspecify.annotations.Nullable;

/** A transfer that can't be trusted: a damaged export, a copy that differs. Holds no value of a key. */
public final class TransferException extends KamajiException {
    private static final long serialVersionUID = 1L;

    public TransferException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

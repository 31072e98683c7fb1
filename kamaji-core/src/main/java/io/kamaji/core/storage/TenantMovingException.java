package io.kamaji.core.storage;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import java.time.Duration;

/** A pass that has to wait because the tenant's data is being moved to another datastore. */
public final class TenantMovingException extends KamajiException {
    private static final long serialVersionUID = 1L;

    TenantMovingException(String message, ObjectRef record, Duration retryAfter) {
        super(record + ": " + message, null, record, retryAfter);
    }
}

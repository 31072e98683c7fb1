package io.kamaji.core.event;

import io.kamaji.api.ObjectRef;
import java.time.Instant;

/**
 * Something that happened to a tenant. Events are told to one listener, a {@code Consumer<? super KamajiEvent>}, by the
 * thread that did it: a listener must be quick and thread-safe. A metrics binder is such a listener.
 */
public sealed interface KamajiEvent permits TenantSwept {

    /** Whom it is about: a TenantControlPlane, be there such an object or not. */
    ObjectRef tenant();

    /** When it was over. */
    Instant at();
}

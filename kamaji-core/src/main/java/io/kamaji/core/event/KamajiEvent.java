package io.kamaji.core.event;

import io.kamaji.api.ObjectRef;
import java.time.Instant;

/**
 * Something that happened to a tenant. All events are told to one listener, a {@code Consumer<? super KamajiEvent>} in the
 * settings, by the thread that did it: a listener must be quick and thread-safe, and what it throws is logged and dropped. A
 * metrics binder is such a listener. More kinds may come: a listener leaves alone what it does not know.
 */
public interface KamajiEvent {

    /** Whom it is about: a TenantControlPlane, be there such an object or not; a Lease, where it is about an operator. */
    ObjectRef tenant();

    /** When it was over. */
    Instant at();
}

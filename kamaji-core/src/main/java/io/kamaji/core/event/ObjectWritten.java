package io.kamaji.core.event;

import io.kamaji.api.ObjectRef;
import java.time.Instant;

/**
 * A pass, of a deletion too, created, changed or deleted an object. Holds no content. Every request to a cluster, whatever it is
 * a part of, is told to the listener of {@code AdminCluster.listener}.
 *
 * @param cluster where: {@code admin} or {@code tenant}
 * @param action {@code create}, {@code update} or {@code delete}
 * @param component of the renderer that contributes the object; empty for a deletion
 */
public record ObjectWritten(
        ObjectRef tenant, Instant at, String cluster, String action, ObjectRef object, String component)
        implements KamajiEvent {}

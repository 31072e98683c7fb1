package io.kamaji.core.event;

import io.kamaji.api.ObjectRef;
import java.time.Instant;

/**
 * Kamaji created, changed or deleted an object; told for each write that a cluster accepted, whatever it was a part of: a
 * pass, a deletion, a migration, a join token. Nothing is told of dry runs. Holds no content.
 *
 * @param cluster where: {@code admin} or {@code tenant}
 * @param verb as RBAC has it: {@code create}, {@code update}, {@code patch}, {@code delete}
 */
public record ObjectWritten(ObjectRef tenant, Instant at, String cluster, String verb, ObjectRef object)
        implements KamajiEvent {}

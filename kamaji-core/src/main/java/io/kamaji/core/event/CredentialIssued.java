package io.kamaji.core.event;

import io.kamaji.api.ObjectRef;
import java.time.Instant;

/**
 * A credential of a tenant was made and stored.
 *
 * @param name in the certificate tree: {@code apiserver}
 * @param reason why: {@code missing}, {@code expires …}
 */
public record CredentialIssued(ObjectRef tenant, Instant at, String name, String reason) implements KamajiEvent {}

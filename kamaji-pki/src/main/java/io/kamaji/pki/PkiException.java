package io.kamaji.pki;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A certificate, key or kubeconfig cannot be read, kept or issued; the message says which, what is wrong with it and what to do.
 *
 * <p>Neither the message nor the causes hold key material.
 */
public final class PkiException extends RuntimeException {

    private final @Nullable String authority;

    /** @param message names the certificate, key or kubeconfig, what is wrong with it and what to do */
    public PkiException(String message) {
        this(message, null);
    }

    /** As {@link #PkiException(String)}; {@code cause} must not quote key material. */
    public PkiException(String message, @Nullable Throwable cause) {
        this(null, message, cause);
    }

    PkiException(@Nullable String authority, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.authority = authority;
    }

    /** The authority, by its name in the tree, that is why nothing can be issued; empty if it is something else. */
    public Optional<String> authority() {
        return Optional.ofNullable(authority);
    }
}

package io.kamaji.pki;

import org.jspecify.annotations.Nullable;

/**
 * A certificate, key or kubeconfig cannot be read, kept or issued; the message says which, what is wrong with it and what to do.
 *
 * <p>Neither the message nor the causes hold key material.
 */
public final class PkiException extends RuntimeException {

    /** @param message names the certificate, key or kubeconfig, what is wrong with it and what to do */
    public PkiException(String message) {
        super(message);
    }

    /** As {@link #PkiException(String)}; {@code cause} must not quote key material. */
    public PkiException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package io.kamaji.pki;

import org.jspecify.annotations.Nullable;

/**
 * A certificate, key or kubeconfig cannot be read, kept or issued; the message says which, what is wrong with it and what to do.
 *
 * <p>Neither the message nor the causes hold key material.
 */
public final class PkiException extends RuntimeException {

    public PkiException(String message) {
        super(message);
    }

    public PkiException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

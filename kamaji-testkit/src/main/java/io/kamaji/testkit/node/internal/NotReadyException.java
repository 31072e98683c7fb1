package io.kamaji.testkit.node.internal;

import java.io.Serial;

/** A container can't be started yet; {@code reason} is what a kubelet would give as the reason of its waiting state. */
final class NotReadyException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String reason;

    NotReadyException(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}

package io.kamaji.core.operator;

import java.time.Duration;
import java.util.function.Supplier;

/** Which fence is before whatever a thread writes. Thread-safe. */
final class Fences {
    private final ThreadLocal<Fence> current;

    /** @param otherwise where none was set */
    Fences(Fence otherwise) {
        current = ThreadLocal.withInitial(() -> otherwise);
    }

    /** Works behind a fence. */
    <T> T behind(Fence fence, Supplier<T> work) {
        current.set(fence);
        try {
            return work.get();
        } finally {
            current.remove();
        }
    }

    /**
     * How long a write may take that begins now.
     *
     * @throws LeaseLostException if none may begin
     */
    Duration require(Object what) {
        var fence = current.get();
        var left = fence.left();
        if (left.isZero()) {
            throw new LeaseLostException(what + ": not written, as this replica no longer holds lease " + fence);
        }
        return left;
    }
}

package io.kamaji.core.reconcile;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import java.util.function.Supplier;

/**
 * What may leave a pass: {@link InvalidSpecException} and {@link KamajiException}, so that a loop that catches these goes on
 * with the next tenant whatever a component, a driver or a server did.
 */
public final class PassBoundary {
    private PassBoundary() {}

    /**
     * The outcome of an operation on a tenant.
     *
     * @throws InvalidSpecException as the operation does
     * @throws KamajiException as the operation does, or with any other failure as its cause
     */
    public static <T> T within(ObjectRef tenant, Supplier<T> operation) {
        try {
            return operation.get();
        } catch (InvalidSpecException | KamajiException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            throw KamajiException.at(tenant, e.toString()).cause(e);
        }
    }
}

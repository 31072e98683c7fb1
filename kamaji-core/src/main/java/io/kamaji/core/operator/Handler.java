package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.status.NextStep;

/** Looks at one object and does what is to be done about it. Called by several threads, for one key by one at a time. */
@FunctionalInterface
public interface Handler {

    /**
     * One pass.
     *
     * @return done: the next pass is a resync or follows a change; retry: at the latest then, earlier once the object that it
     *     names changes. Waiting for the same again and again is done less and less often
     * @throws RuntimeException if it failed: tried again, after one second at first and up to five minutes later
     */
    NextStep handle(ObjectRef key);
}

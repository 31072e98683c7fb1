package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.manifest.ResourceType;
import java.util.Collection;
import java.util.function.Consumer;

/** A handler of all objects of one kind, on the one queue of an operator. */
public interface Controller extends Handler {

    /** The kind of its keys; no two controllers of an operator have the same. */
    ResourceType type();

    /** Begins to tell which object is to be handled. Returns at once; closing ends it. */
    Subscription watch(Consumer<ObjectRef> changed);

    /** All objects that are to be handled: each is when the operator begins to lead, and in each resync period. */
    Collection<ObjectRef> all();
}

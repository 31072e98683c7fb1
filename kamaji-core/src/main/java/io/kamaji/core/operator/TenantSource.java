package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where an operator has its tenants from, and whom it tells how they are: custom resources, a list in memory ({@link
 * TenantList}), a table of the host application. Level-triggered: what is read counts, not what was told. Called by several
 * threads, for one tenant by one at a time. What it throws fails the one pass, which is tried again.
 *
 * <p>A tenant's {@code metadata.namespace} is where its objects are, its Secrets among them. A host application whose teams have
 * rights in the admin cluster names one of the team's control planes there, in which the team has none.
 */
public interface TenantSource {

    /**
     * Begins to tell of which tenant there may be something new; it may tell too often, and never too seldom for longer than
     * the resync period. Returns at once; closing ends it. Called when the operator begins to lead, so perhaps several times.
     */
    Subscription watch(Consumer<ObjectRef> changed);

    /** All tenants that there are, those too that are being deleted. */
    Collection<ObjectRef> tenants();

    /** What is wanted of one now, with the status that was last told; empty: there is no such tenant (any more). */
    Optional<TenantWish> read(ObjectRef tenant);

    /**
     * Before anything is written for it, in each pass: from now on it does not vanish before {@link #gone} (a finalizer).
     *
     * @return the wish as it is now
     */
    TenantWish claim(TenantWish wish);

    /**
     * How it is, after a pass, a refused spec or a failed pass. Called only if {@code report.wire()} differs from {@code
     * wish.tenant().status()}.
     */
    void tell(TenantWish wish, TenantReport report);

    /** Nothing is left of it in the cluster and in its store, or it was orphaned: it may vanish now. */
    void gone(TenantWish wish);
}

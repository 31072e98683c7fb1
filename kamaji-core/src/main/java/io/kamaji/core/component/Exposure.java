package io.kamaji.core.component;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.exposure.Acceptance;
import io.kamaji.core.exposure.Endpoints;
import java.util.Optional;
import java.util.function.Function;

/**
 * A way by which a tenant is reached: a component that knows where. Of several that a tenant has, each goes on from what the
 * one before it found, so that a front behind which the Service stands changes only what clients see.
 *
 * <p>It decides by the spec: what the cluster has seen of an earlier one, such as the live Service's type, only tells whether
 * the answer is there yet.
 */
public interface Exposure extends Component {

    /**
     * Where the tenant is reached. Pure, as the rest of a component.
     *
     * @param tenant whose {@link TenantView#endpoints()} are those of the exposure before this one
     * @param observed the admin cluster's objects, as far as they were seen
     */
    Endpoints resolve(TenantView tenant, Function<ObjectRef, Optional<JsonObject>> observed);

    /**
     * Whether the way is open, where that is a controller's to say; empty, the default: nothing is asked of one. Pure.
     *
     * @param tenant whose endpoints are resolved
     * @param observed as {@link #resolve} is given
     */
    default Optional<Acceptance> acceptance(TenantView tenant, Function<ObjectRef, Optional<JsonObject>> observed) {
        return Optional.empty();
    }
}

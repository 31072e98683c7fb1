package io.kamaji.testkit.assertion;

import io.kamaji.core.status.ConditionType;
import io.kamaji.core.status.Phase;
import io.kamaji.core.status.TenantStatus;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;

/** Assertions on how a tenant is. */
public final class TenantStatusAssert extends AbstractAssert<TenantStatusAssert, TenantStatus> {

    TenantStatusAssert(TenantStatus actual) {
        super(actual, TenantStatusAssert.class);
    }

    public TenantStatusAssert isReady() {
        isNotNull();
        if (!actual.isReady()) {
            failWithMessage("Expected a ready tenant, but it is %s", actual);
        }
        return this;
    }

    public TenantStatusAssert isIn(Phase phase) {
        isNotNull();
        if (actual.phase() != phase) {
            failWithMessage("Expected a tenant that is %s, but it is %s", phase, actual);
        }
        return this;
    }

    /** The condition is there and true. */
    public TenantStatusAssert holds(ConditionType condition) {
        isNotNull();
        if (!actual.condition(condition).flatMap(found -> found.holds()).equals(Optional.of(true))) {
            failWithMessage("Expected condition %s to hold, but the tenant is %s", condition, actual);
        }
        return this;
    }
}

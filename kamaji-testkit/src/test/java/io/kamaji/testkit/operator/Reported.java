package io.kamaji.testkit.operator;

import static io.kamaji.testkit.Eventually.until;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.operator.TenantList;
import io.kamaji.core.operator.TenantReport;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** What an operator reports of the tenants of a list, waited for. */
record Reported(TenantList list, Duration within) {

    void await(ObjectRef tenant, String what, Predicate<TenantReport> condition) {
        until(
                tenant + " " + what,
                within,
                () -> list.report(tenant).filter(condition).isPresent());
    }

    static Predicate<TenantReport> readyIn(String dataStore) {
        return report -> report.ready()
                && report.wire()
                        .storage()
                        .flatMap(storage -> storage.dataStoreName())
                        .equals(Optional.of(dataStore));
    }
}

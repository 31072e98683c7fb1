package io.kamaji.core.storage;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.boundary.Boundaries;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.setting.Settings;
import io.kamaji.api.value.StoreQuota;
import io.kamaji.core.component.DataStoreBinding;
import io.kamaji.core.observe.AdminState;
import io.kamaji.core.render.Rendered;
import io.kamaji.datastore.Measurable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The quota of a tenant in its store, and how the tenant stands to it. What was decided last is in an annotation of ConfigMap {@code
 * <tcp>-kubeadmconfig}, so that a process that has measured nothing yet leaves a limit as it is. Immutable.
 *
 * @param quota the smallest of all that it is under; none: nothing is judged
 * @param measurable whether its store can tell what it takes
 */
public record TenantQuota(StoreQuota quota, QuotaStanding standing, boolean measurable) {
    private static final String ANNOTATION = "kamaji.clastix.io/store-quota";

    /** By its boundaries, by its own setting, and by what was measured. */
    public static TenantQuota of(
            TenantControlPlane tenant,
            List<Boundaries> boundaries,
            TenantStorage storage,
            AdminState seen,
            StoreUsages usages,
            Instant now) {
        var quota = boundaries.stream()
                .map(Boundaries::storeQuota)
                .reduce(tenant.setting(Settings.STORE_QUOTA).orElse(StoreQuota.NONE), StoreQuota::smallest);
        var measurable = storage.driver().capability(Measurable.class).isPresent();
        var before = recorded(seen)
                .filter(record -> measurable)
                .map(record -> QuotaStanding.recorded(quota, record, now).under(quota, now))
                .orElseGet(() -> QuotaStanding.unknown(quota, now));
        var standing = usages.of(seen.names().ref(), storage.resolved().name())
                .map(usage -> before.after(usage, now))
                .orElse(before);
        return new TenantQuota(quota, standing, measurable);
    }

    private static Optional<JsonObject> recorded(AdminState seen) {
        return seen.get(seen.names().kubeadmConfig())
                .flatMap(configMap -> configMap.text("metadata", "annotations", ANNOTATION))
                .map(TenantQuota::parsed);
    }

    private static JsonObject parsed(String text) {
        try {
            return JsonObject.parse(text);
        } catch (IllegalArgumentException spoilt) {
            return JsonObject.EMPTY;
        }
    }

    /** Whether there is any. */
    public boolean isSet() {
        return !quota.isNone();
    }

    /** The store as components see it, with what it refuses. */
    public DataStoreBinding in(DataStoreBinding store) {
        return isSet() && standing.isHard() ? store.full(standing.reached()) : store;
    }

    /** What a plan says of it; empty below all limits. */
    public Optional<String> warning() {
        return isSet() && standing.isReached()
                ? Optional.of("the tenant has reached its " + (standing.isHard() ? "hard" : "soft") + " quota of "
                        + standing.reached() + " in its store, and takes " + standing.figures()
                        + (standing.isHard() ? ": its users may only delete until it takes less" : ""))
                : Optional.empty();
    }

    /** The rendering with the record. */
    public Rendered record(Rendered rendered, AdminState seen) {
        var record = isSet() ? standing.record() : Optional.<JsonObject>empty();
        return record.map(told -> rendered.annotated(seen.names().kubeadmConfig(), ANNOTATION, told.toJson()))
                .orElse(rendered);
    }
}

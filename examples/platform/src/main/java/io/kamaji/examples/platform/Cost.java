package io.kamaji.examples.platform;

import io.kamaji.api.KamajiException;
import io.kamaji.core.Tenant;
import io.kamaji.core.observe.TenantCost;
import io.kamaji.datastore.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster costs the platform now. Immutable.
 *
 * @param millicores thousandths of a core that its pods use; null where the admin cluster does not measure
 * @param storeKeys how many keys it has in its datastore; null where that can't be told
 * @param requests what is kept free for it
 * @param limits what it may take at most; null where there is no limit
 * @param unknown why what is null is not known
 */
record Cost(
        @Nullable Long millicores,
        @Nullable Long memoryMiB,
        @Nullable Long storeBytes,
        @Nullable Long storeKeys,
        Amounts requests,
        Amounts limits,
        List<String> unknown) {
    private static final int MEBIBYTE = 20;

    /** As Kubernetes writes quantities: {@code 250m}, {@code 350Mi}. */
    record Amounts(@Nullable String cpu, @Nullable String memory) {}

    static Cost of(Tenant tenant) {
        try {
            return of(tenant.cost());
        } catch (KamajiException e) {
            var nothing = new Amounts(null, null);
            return new Cost(null, null, null, null, nothing, nothing, List.of("It can't be asked for just now."));
        }
    }

    private static Cost of(TenantCost cost) {
        var unknown = new ArrayList<String>();
        var total = cost.total();
        if (total.usedCpu().isEmpty() || total.usedMemory().isEmpty()) {
            unknown.add(
                    cost.pods() == 0
                            ? "No pod of it runs."
                            : "The admin cluster does not measure what pods use (it has no metrics server).");
        }
        if (cost.stored().isEmpty()) {
            unknown.add("Its datastore does not tell what a cluster takes.");
        }
        return new Cost(
                number(total.usedCpu()),
                mebibytes(total.usedMemory()),
                cost.stored().map(Usage::bytes).orElse(null),
                cost.stored().map(Usage::keys).orElse(null),
                new Amounts(total.requestedCpu() + "m", (total.requestedMemory() >> MEBIBYTE) + "Mi"),
                new Amounts(text(number(total.cpuLimit()), "m"), text(mebibytes(total.memoryLimit()), "Mi")),
                unknown);
    }

    private static @Nullable Long number(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private static @Nullable Long mebibytes(OptionalLong bytes) {
        return bytes.isPresent() ? bytes.getAsLong() >> MEBIBYTE : null;
    }

    private static @Nullable String text(@Nullable Long number, String unit) {
        return Optional.ofNullable(number).map(it -> it + unit).orElse(null);
    }
}

package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.TenantView;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The user's own containers in the pod. */
final class UserContainers {

    private UserContainers() {}

    /** All but those that only change one of ours. */
    static List<JsonObject> main(TenantView tenant, Set<String> shared) {
        return tenant.deployment().additionalContainers().orElse(List.of()).stream()
                .filter(container -> shared.stream().noneMatch(name -> named(container, name)))
                .toList();
    }

    static List<JsonObject> init(TenantView tenant) {
        return tenant.deployment().additionalInitContainers().orElse(List.of());
    }

    /** The user's container of a name. */
    static Optional<JsonObject> named(TenantView tenant, String name) {
        return tenant.deployment().additionalContainers().orElse(List.of()).stream()
                .filter(container -> named(container, name))
                .findFirst();
    }

    private static boolean named(JsonObject container, String name) {
        return container.text("name").filter(name::equals).isPresent();
    }
}

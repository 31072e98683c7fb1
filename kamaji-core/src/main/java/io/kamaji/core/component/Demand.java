package io.kamaji.core.component;

import io.kamaji.api.TenantControlPlane;
import java.util.function.Predicate;

/**
 * Which tenants have objects of a kind that most have none of. Such a kind is looked for only where a tenant asks for it or is
 * recorded to have had one, so that nobody else pays for it.
 *
 * @param path of the spec that asks for it
 * @param asks whether a tenant does; pure
 * @param remedy what to do where the cluster does not serve the kind: the spec is refused with it
 */
public record Demand(String path, Predicate<TenantControlPlane> asks, String remedy) {}

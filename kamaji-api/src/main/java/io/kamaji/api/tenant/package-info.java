/**
 * The parts of a tenant control plane's spec, as nested as on the wire. Every part is immutable, has a builder, and is usually
 * reached through {@link io.kamaji.api.TenantControlPlane.Builder}.
 */
@NullMarked
package io.kamaji.api.tenant;

import org.jspecify.annotations.NullMarked;

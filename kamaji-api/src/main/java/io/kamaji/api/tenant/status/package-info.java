/**
 * The parts of a tenant control plane's status, written by Kamaji and read by everyone. An empty text or object there means the same
 * as an absent one.
 */
@NullMarked
package io.kamaji.api.tenant.status;

import org.jspecify.annotations.NullMarked;

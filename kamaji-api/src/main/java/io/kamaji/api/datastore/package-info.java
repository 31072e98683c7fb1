/**
 * The parts of a datastore's spec and status, usually reached through {@link io.kamaji.api.DataStore.Builder}. Credentials are
 * given by reference to a Secret or inline, and are never printed by {@code toString}.
 */
@NullMarked
package io.kamaji.api.datastore;

import org.jspecify.annotations.NullMarked;

/** Moves a tenant from one datastore to another, be they of different drivers. */
@NullMarked
package io.kamaji.core.migrate;

import org.jspecify.annotations.NullMarked;

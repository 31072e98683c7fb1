/** One pass over one tenant. */
@NullMarked
package io.kamaji.core.reconcile;

import org.jspecify.annotations.NullMarked;

/** Keeping many tenants as they are to be. */
@NullMarked
package io.kamaji.core.operator;

import org.jspecify.annotations.NullMarked;

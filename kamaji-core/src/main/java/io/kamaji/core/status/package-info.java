/** How a tenant is and what comes next: conditions, phase, next step. */
@NullMarked
package io.kamaji.core.status;

import org.jspecify.annotations.NullMarked;

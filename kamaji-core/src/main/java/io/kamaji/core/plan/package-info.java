/** What would be done, as a value. */
@NullMarked
package io.kamaji.core.plan;

import org.jspecify.annotations.NullMarked;

/** The versioned store and its watch log. */
@NullMarked
package io.kamaji.testkit.simulator.internal.store;

import org.jspecify.annotations.NullMarked;

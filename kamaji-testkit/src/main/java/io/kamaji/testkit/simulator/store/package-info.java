/** The versioned store and its watch log. */
@NullMarked
package io.kamaji.testkit.simulator.store;

import org.jspecify.annotations.NullMarked;

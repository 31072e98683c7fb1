/** Defaults, validation and allocation, by kind. */
@NullMarked
package io.kamaji.testkit.simulator.internal.admission;

import org.jspecify.annotations.NullMarked;

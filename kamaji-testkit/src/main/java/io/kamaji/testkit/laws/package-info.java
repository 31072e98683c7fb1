/** Contracts that hold components, drivers and settings of one's own to Kamaji's laws, and what they need. */
@NullMarked
package io.kamaji.testkit.laws;

import org.jspecify.annotations.NullMarked;

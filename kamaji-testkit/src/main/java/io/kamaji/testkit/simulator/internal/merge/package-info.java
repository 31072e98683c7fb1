/** Structured merge: field sets, comparison, server-side apply, JSON patches. */
@NullMarked
package io.kamaji.testkit.simulator.internal.merge;

import org.jspecify.annotations.NullMarked;

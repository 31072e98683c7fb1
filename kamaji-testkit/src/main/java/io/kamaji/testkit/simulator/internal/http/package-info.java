/** The HTTP front. */
@NullMarked
package io.kamaji.testkit.simulator.internal.http;

import org.jspecify.annotations.NullMarked;

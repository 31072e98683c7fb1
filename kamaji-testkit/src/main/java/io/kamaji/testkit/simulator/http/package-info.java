/** The HTTP front. */
@NullMarked
package io.kamaji.testkit.simulator.http;

import org.jspecify.annotations.NullMarked;

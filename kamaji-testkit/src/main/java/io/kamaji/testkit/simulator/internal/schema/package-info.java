/** What the simulator knows of the fields of each kind. */
@NullMarked
package io.kamaji.testkit.simulator.internal.schema;

import org.jspecify.annotations.NullMarked;

/** What the simulator knows of the fields of each kind. */
@NullMarked
package io.kamaji.testkit.simulator.schema;

import org.jspecify.annotations.NullMarked;

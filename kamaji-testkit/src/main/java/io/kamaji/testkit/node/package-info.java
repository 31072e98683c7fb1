/** The parts of a node whose containers are local processes; the front is {@link io.kamaji.testkit.ProcessNode}. */
@NullMarked
package io.kamaji.testkit.node;

import org.jspecify.annotations.NullMarked;

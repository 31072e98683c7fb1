/** The parts of a node whose containers are local processes. */
@NullMarked
package io.kamaji.testkit.node.internal;

import org.jspecify.annotations.NullMarked;

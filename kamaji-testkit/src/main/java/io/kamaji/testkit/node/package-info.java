/** What {@link io.kamaji.testkit.ProcessNode} tells of its pods: their processes, addresses and command lines. */
@NullMarked
package io.kamaji.testkit.node;

import org.jspecify.annotations.NullMarked;

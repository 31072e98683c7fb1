/** How a cluster is reached, and what was seen of it. */
@NullMarked
package io.kamaji.core.cluster;

import org.jspecify.annotations.NullMarked;

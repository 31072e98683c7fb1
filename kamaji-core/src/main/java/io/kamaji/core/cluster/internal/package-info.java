/** The client-java adapter. */
@NullMarked
package io.kamaji.core.cluster.internal;

import org.jspecify.annotations.NullMarked;

/** How upstream binaries are recognised, downloaded and built. */
@NullMarked
package io.kamaji.testkit.binaries.internal;

import org.jspecify.annotations.NullMarked;

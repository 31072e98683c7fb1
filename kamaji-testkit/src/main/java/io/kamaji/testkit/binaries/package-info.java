/** How upstream binaries are recognised, downloaded and built; the front is {@link io.kamaji.testkit.Binaries}. */
@NullMarked
package io.kamaji.testkit.binaries;

import org.jspecify.annotations.NullMarked;

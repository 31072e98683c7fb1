/** A self-service platform with Kamaji inside: teams make their own clusters, within boundaries. */
@NullMarked
package io.kamaji.examples.platform;

import org.jspecify.annotations.NullMarked;

/** Doing it. */
@NullMarked
package io.kamaji.core.apply;

import org.jspecify.annotations.NullMarked;

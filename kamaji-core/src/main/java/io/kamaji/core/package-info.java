/** The front door. */
@NullMarked
package io.kamaji.core;

import org.jspecify.annotations.NullMarked;

/** Which boundaries a tenant is in, and what of it lies outside. */
@NullMarked
package io.kamaji.core.boundary;

import org.jspecify.annotations.NullMarked;

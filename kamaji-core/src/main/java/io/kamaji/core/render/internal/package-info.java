/** The built-in components, one file each, and what puts contributions together. */
@NullMarked
package io.kamaji.core.render.internal;

import org.jspecify.annotations.NullMarked;

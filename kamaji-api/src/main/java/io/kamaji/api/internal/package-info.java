/** Shared by this artifact's packages; not for use outside of it. */
@NullMarked
package io.kamaji.api.internal;

import org.jspecify.annotations.NullMarked;

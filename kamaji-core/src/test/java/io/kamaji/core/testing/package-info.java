/** What tests of this module share. */
@NullMarked
package io.kamaji.core.testing;

import org.jspecify.annotations.NullMarked;

/** Where a tenant is reached: values that are resolved once, before anything is rendered. */
@NullMarked
package io.kamaji.core.exposure;

import org.jspecify.annotations.NullMarked;

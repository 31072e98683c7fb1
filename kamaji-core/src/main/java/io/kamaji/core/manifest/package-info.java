/** Kubernetes objects as values. */
@NullMarked
package io.kamaji.core.manifest;

import org.jspecify.annotations.NullMarked;

/** From a tenant control plane and its inputs to manifests. */
@NullMarked
package io.kamaji.core.render;

import org.jspecify.annotations.NullMarked;

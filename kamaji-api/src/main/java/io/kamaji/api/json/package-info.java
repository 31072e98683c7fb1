/** An immutable JSON value: what Kubernetes types that are passed through are made of. */
@NullMarked
package io.kamaji.api.json;

import org.jspecify.annotations.NullMarked;

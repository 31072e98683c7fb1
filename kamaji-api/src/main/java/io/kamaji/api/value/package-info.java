/** Small values that Kubernetes writes as text: networks, versions, quantities, names; and what is wrong with one. */
@NullMarked
package io.kamaji.api.value;

import org.jspecify.annotations.NullMarked;

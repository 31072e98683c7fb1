/** The parts of a kubeconfig generator's spec and status. */
@NullMarked
package io.kamaji.api.kubeconfig;

import org.jspecify.annotations.NullMarked;

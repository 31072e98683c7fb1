/** The verbs of the Kubernetes API over the store. */
@NullMarked
package io.kamaji.testkit.simulator.internal.rest;

import org.jspecify.annotations.NullMarked;

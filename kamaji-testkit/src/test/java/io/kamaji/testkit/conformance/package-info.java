/** The upstream conformance suite against a tenant. */
@NullMarked
package io.kamaji.testkit.conformance;

import org.jspecify.annotations.NullMarked;

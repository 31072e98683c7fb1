/** AssertJ assertions on plans, manifests and statuses. */
@NullMarked
package io.kamaji.testkit.assertion;

import org.jspecify.annotations.NullMarked;

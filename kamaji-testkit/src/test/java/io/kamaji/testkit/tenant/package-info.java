/** What goes into tenants, against real API servers. */
@NullMarked
package io.kamaji.testkit.tenant;

import org.jspecify.annotations.NullMarked;

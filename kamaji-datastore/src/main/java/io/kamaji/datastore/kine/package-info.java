/** What drivers build on whose tenants reach their store through kine; for drivers of one's own, too. */
@NullMarked
package io.kamaji.datastore.kine;

import org.jspecify.annotations.NullMarked;

/** The contract of datastore drivers, and real servers to run it against. */
@NullMarked
package io.kamaji.testkit.datastore;

import org.jspecify.annotations.NullMarked;

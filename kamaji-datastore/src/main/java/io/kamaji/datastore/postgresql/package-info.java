/** The driver for PostgreSQL. */
@NullMarked
package io.kamaji.datastore.postgresql;

import org.jspecify.annotations.NullMarked;

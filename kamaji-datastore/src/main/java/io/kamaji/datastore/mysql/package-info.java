/** The driver for MySQL and MariaDB. */
@NullMarked
package io.kamaji.datastore.mysql;

import org.jspecify.annotations.NullMarked;

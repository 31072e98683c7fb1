/** What the drivers over JDBC and plain sockets have in common; no part of the API. */
@NullMarked
package io.kamaji.datastore.internal;

import org.jspecify.annotations.NullMarked;

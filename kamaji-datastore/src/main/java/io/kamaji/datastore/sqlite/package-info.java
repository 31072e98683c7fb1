/** Driver {@code SQLite}: no server at all, a kine beside the API server with its file on a volume. */
@NullMarked
package io.kamaji.datastore.sqlite;

import org.jspecify.annotations.NullMarked;

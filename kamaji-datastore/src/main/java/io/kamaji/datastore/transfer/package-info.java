/** Moves one tenant's keys: into a stream, out of it, and from store to store, whatever their drivers. */
@NullMarked
package io.kamaji.datastore.transfer;

import org.jspecify.annotations.NullMarked;

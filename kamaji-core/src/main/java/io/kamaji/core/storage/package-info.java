/** Where a tenant keeps its state, and as whom: datastores, accounts, overrides, moves. */
@NullMarked
package io.kamaji.core.storage;

import org.jspecify.annotations.NullMarked;

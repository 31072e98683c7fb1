/** The datastore SPI: what a tenant is given of a store, and how it gets there. */
@NullMarked
package io.kamaji.datastore;

import org.jspecify.annotations.NullMarked;

/** The driver for NATS JetStream. */
@NullMarked
package io.kamaji.datastore.nats;

import org.jspecify.annotations.NullMarked;

/** Servers as child processes: their start and end, ports and certificates. */
@NullMarked
package io.kamaji.testkit.process.internal;

import org.jspecify.annotations.NullMarked;

/** The simulator's instruments: faults, the record of requests, snapshots. */
@NullMarked
package io.kamaji.testkit.simulator;

import org.jspecify.annotations.NullMarked;

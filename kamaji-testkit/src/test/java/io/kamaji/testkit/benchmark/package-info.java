/** JMH benchmarks; {@code javadoc/benchmarks.md} has the command and figures. */
package io.kamaji.testkit.benchmark;

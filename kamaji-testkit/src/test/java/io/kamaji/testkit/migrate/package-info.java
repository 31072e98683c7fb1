/** Migration on real stores. */
@org.jspecify.annotations.NullMarked
package io.kamaji.testkit.migrate;

/** Real tenant clusters for tests: a JUnit extension and what it hands to a test. */
@NullMarked
package io.kamaji.testkit.cluster;

import org.jspecify.annotations.NullMarked;

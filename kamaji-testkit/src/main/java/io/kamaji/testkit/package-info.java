/** What tests of tenant control planes need: an in-JVM admin API first of all. */
@NullMarked
package io.kamaji.testkit;

import org.jspecify.annotations.NullMarked;

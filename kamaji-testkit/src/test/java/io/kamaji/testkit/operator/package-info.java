@NullMarked
package io.kamaji.testkit.operator;

import org.jspecify.annotations.NullMarked;

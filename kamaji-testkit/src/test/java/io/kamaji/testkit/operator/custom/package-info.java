@NullMarked
package io.kamaji.testkit.operator.custom;

import org.jspecify.annotations.NullMarked;

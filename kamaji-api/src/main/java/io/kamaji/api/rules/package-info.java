/** The rules of the three kinds, by area; asked by the kinds' {@code validate()}, {@code validateUpdate()} and {@code warnings()}. */
@NullMarked
package io.kamaji.api.rules;

import org.jspecify.annotations.NullMarked;

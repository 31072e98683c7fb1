/** Formats and cryptography behind {@code io.kamaji.pki}; the only place that sees BouncyCastle. Not API; fails with checked JDK exceptions that carry no secrets. */
@NullMarked
package io.kamaji.pki.internal;

import org.jspecify.annotations.NullMarked;

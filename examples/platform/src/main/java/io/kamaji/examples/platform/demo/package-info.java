/** The platform as a process; what it is not given, it brings along: an admin cluster, a database, an identity provider. */
@NullMarked
package io.kamaji.examples.platform.demo;

import org.jspecify.annotations.NullMarked;

/** What gets others into a tenant: join tokens, and kubeconfigs that are made when they are asked for. */
@NullMarked
package io.kamaji.core.access;

import org.jspecify.annotations.NullMarked;

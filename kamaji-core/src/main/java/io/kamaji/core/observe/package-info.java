/** What is there: the objects of a tenant in both clusters, as one pass saw them. */
@NullMarked
package io.kamaji.core.observe;

import org.jspecify.annotations.NullMarked;

/** Tests on a real admin cluster with real datastore servers. */
@NullMarked
package io.kamaji.testkit.bed;

import org.jspecify.annotations.NullMarked;

/** What a control plane is made of. */
@NullMarked
package io.kamaji.core.component;

import org.jspecify.annotations.NullMarked;

/** What a host application or a metrics binder can listen to. */
@NullMarked
package io.kamaji.core.event;

import org.jspecify.annotations.NullMarked;

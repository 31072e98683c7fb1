/** What a tenant's annotations say: settings that the spec has no members for, as Go clients would erase those. */
@NullMarked
package io.kamaji.api.setting;

import org.jspecify.annotations.NullMarked;

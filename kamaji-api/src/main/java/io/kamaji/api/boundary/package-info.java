/** What a team may ask of a tenant control plane, as a value: judged here, and by an admission policy made of the same table. */
@NullMarked
package io.kamaji.api.boundary;

import org.jspecify.annotations.NullMarked;

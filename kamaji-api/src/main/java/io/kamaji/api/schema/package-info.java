/** The structural schemas of the custom resources: what the CRDs say, as data that can be asked. */
@NullMarked
package io.kamaji.api.schema;

import org.jspecify.annotations.NullMarked;

/** What is told of tenants, requests and operators, as metrics of Micrometer. Needs {@code io.micrometer:micrometer-core}. */
@NullMarked
package io.kamaji.core.metrics;

import org.jspecify.annotations.NullMarked;

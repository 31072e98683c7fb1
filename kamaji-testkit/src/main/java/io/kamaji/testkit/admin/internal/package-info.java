/** What admin clusters under test are made of; the front is {@link io.kamaji.testkit.AdminClusterKind}. */
@NullMarked
package io.kamaji.testkit.admin.internal;

import org.jspecify.annotations.NullMarked;

/** Tenants, datastores and kubeconfig generators that are custom resources of the admin cluster. */
@NullMarked
package io.kamaji.core.operator.custom;

import org.jspecify.annotations.NullMarked;

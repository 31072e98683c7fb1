/** Tenants that are rows of an application's own database. */
package io.kamaji.examples.source;

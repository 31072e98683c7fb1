/** A command line over tenants that are custom resources. */
package io.kamaji.examples.cli;

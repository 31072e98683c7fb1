/** The operator as a process: configuration, health, metrics, webhook, and the manifests to install it. */
package io.kamaji.examples.operator;

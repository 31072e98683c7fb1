package io.kamaji.testkit.node.internal;

/**
 * A path inside a container and the path on this machine that stands for it.
 *
 * @param inContainer absolute, without a trailing slash
 * @param onMachine absolute
 */
public record MountedPath(String inContainer, String onMachine) {}

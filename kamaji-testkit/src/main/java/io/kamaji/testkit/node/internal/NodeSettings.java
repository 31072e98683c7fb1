package io.kamaji.testkit.node.internal;

import io.kamaji.core.cluster.ClusterClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * What a node is given.
 *
 * @param binaries path of a binary of a name and a version, or a {@link io.kamaji.api.KamajiException} that says how to get it
 * @param namespace whose Deployments it runs; empty: all
 * @param base folder in which it makes its own, with a short name
 * @param claims folder for the data of claims, kept at the end; empty: with the rest, removed
 * @param logs folder for the logs of containers, kept at the end; empty: with the pod, removed
 * @param closeGrace time that processes have to end when the node is closed
 * @param random of the last five characters of pod names
 */
public record NodeSettings(
        ClusterClient client,
        BiFunction<String, String, Path> binaries,
        String name,
        Optional<String> namespace,
        Path base,
        Optional<Path> claims,
        Optional<Path> logs,
        Duration closeGrace,
        RandomGenerator random) {}

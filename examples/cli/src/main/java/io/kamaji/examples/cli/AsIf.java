package io.kamaji.examples.cli;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ApplyOptions;
import io.kamaji.core.cluster.ClusterClient.Listing;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A cluster as it would read if some of its objects were others. Nothing can be written to it; closing it closes nothing. */
final class AsIf {
    private static final Set<String> WRITES = Set.of("create", "replace", "apply", "patch", "delete");

    private AsIf() {}

    static ClusterClient of(ClusterClient client, Predicate<JsonObject> which, UnaryOperator<JsonObject> change) {
        UnaryOperator<JsonObject> read = object -> which.test(object) ? change.apply(object) : object;
        return (ClusterClient) Proxy.newProxyInstance(
                AsIf.class.getClassLoader(), new Class<?>[] {ClusterClient.class}, (proxy, method, arguments) -> {
                    if (WRITES.contains(method.getName()) && !isDryRun(arguments)) {
                        throw new UnsupportedOperationException("plans are not applied here");
                    } else if (method.getName().equals("close")) {
                        return null;
                    }
                    try {
                        var answer = method.invoke(client, arguments);
                        if (answer instanceof Listing listing) {
                            return new Listing(
                                    listing.items().stream().map(read).toList(), listing.resourceVersion());
                        } else if (answer instanceof Optional<?> found
                                && found.orElse(null) instanceof JsonObject object) {
                            return Optional.of(read.apply(object));
                        }
                        return answer instanceof ClusterClient limited ? of(limited, which, change) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static boolean isDryRun(Object... arguments) {
        return Stream.of(arguments).anyMatch(each -> each instanceof ApplyOptions options && options.dryRun());
    }
}

package io.kamaji.core.storage;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.value.FlagLine;
import io.kamaji.core.component.DataStoreBinding;
import io.kamaji.core.render.internal.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What becomes of a running tenant's objects when its overrides change: nothing is copied, so a warning for each resource
 * that another store is to serve. Stateless. Source: kube-apiserver's {@code --etcd-servers-overrides},
 * {@code <group>/<resource>#<server>;<server>,…}.
 */
public final class OverrideWarnings {
    private static final String FLAG = "--etcd-servers-overrides";
    private static final String PATH = "spec.dataStoreOverrides";

    private OverrideWarnings() {}

    /**
     * By the Deployment that is there, none for a new tenant, and that which is to be. Servers of which one was there before
     * are the same store with other endpoints.
     */
    public static List<String> warnings(Optional<JsonObject> running, JsonObject wanted, DataStoreBinding store) {
        if (running.isEmpty()) {
            return List.of();
        }
        var before = overrides(running.get());
        var after = overrides(wanted);
        var resources = new LinkedHashSet<>(before.keySet());
        resources.addAll(after.keySet());
        var warnings = new ArrayList<String>();
        for (var resource : resources) {
            var old = Optional.ofNullable(before.get(resource));
            var next = Optional.ofNullable(after.get(resource));
            if (old.isPresent() != next.isPresent()
                    || old.isPresent() && Collections.disjoint(old.get(), next.orElseThrow())) {
                warnings.add(warning(resource, old, next, store));
            }
        }
        return warnings;
    }

    private static String warning(
            String resource, Optional<Set<String>> old, Optional<Set<String>> next, DataStoreBinding store) {
        var own = "datastore " + store.dataStoreName();
        var from = old.map(servers -> String.join(" and ", servers)).orElse(own);
        var index = store.overrides().stream().map(o -> o.resource()).toList().indexOf(resource);
        var path = index < 0 ? PATH : PATH + "[" + index + "]";
        var to = index < 0
                ? next.map(servers -> String.join(" and ", servers)).orElse(own)
                : "datastore " + store.overrides().get(index).dataStoreName();
        return path + ": no object is copied: " + resource + " goes from " + from + " to " + to
                + "; those that are there now stay there and out of sight, and what " + to
                + " has of them already, from an earlier time, is seen";
    }

    private static Map<String, Set<String>> overrides(JsonObject deployment) {
        var all = new TreeMap<String, Set<String>>();
        flag(deployment).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(override -> override.split("#", 2))
                .filter(parts -> parts.length == 2)
                .forEach(parts -> all.put(parts[0], new LinkedHashSet<>(Arrays.asList(parts[1].split(";")))));
        return all;
    }

    /** The last one counts. */
    private static Optional<String> flag(JsonObject deployment) {
        return deployment
                .array("spec", "template", "spec", "containers")
                .objects()
                .filter(container -> container.text("name").equals(Optional.of(Names.KUBE_API_SERVER)))
                .flatMap(container -> FlagLine.parse(container.array("args").texts()).stream())
                .filter(line -> line.name().equals(FLAG))
                .flatMap(line -> line.value().stream())
                .reduce((first, last) -> last);
    }
}

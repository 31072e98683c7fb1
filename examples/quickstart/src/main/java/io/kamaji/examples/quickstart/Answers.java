package io.kamaji.examples.quickstart;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.manifest.ResourceTypes;
import java.util.List;
import java.util.Optional;

/** What an API says of itself. */
final class Answers {

    private Answers() {}

    static String version(ClusterClient api) {
        return JsonObject.parse(api.raw("/version")).text("gitVersion").orElse("?");
    }

    static List<String> namespaces(ClusterClient api) {
        return api.list(new ListRequest(ResourceTypes.NAMESPACE, Optional.empty(), "", false)).items().stream()
                .flatMap(namespace -> namespace.text("metadata", "name").stream())
                .toList();
    }
}

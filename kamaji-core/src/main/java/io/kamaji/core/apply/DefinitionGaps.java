package io.kamaji.core.apply;

import io.kamaji.api.CustomResourceDefinitions;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.schema.StructuralSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a definition that is served lacks of the one that is wanted: what of an object would be dropped or refused. Pure. */
final class DefinitionGaps {
    private final List<String> gaps = new ArrayList<>();

    private DefinitionGaps() {}

    /** Paths of members, {@code spec.driver: SQLite} for a value that is refused, {@code subresources.status}. */
    static List<String> of(JsonObject wanted, JsonObject served) {
        var found = new DefinitionGaps();
        var subresources = version(served).object("subresources");
        version(wanted).object("subresources").members().keySet().stream()
                .filter(name -> !subresources.has(name))
                .forEach(name -> found.gaps.add("subresources." + name));
        try {
            found.compare("", CustomResourceDefinitions.schema(wanted), CustomResourceDefinitions.schema(served));
        } catch (IllegalArgumentException e) {
            found.gaps.add("the schema");
        }
        return List.copyOf(found.gaps);
    }

    private static JsonObject version(JsonObject definition) {
        return definition.array("spec", "versions").objects().findFirst().orElse(JsonObject.EMPTY);
    }

    private void compare(String path, StructuralSchema wanted, StructuralSchema served) {
        var values = served.toJson().array("enum").texts();
        wanted.toJson().array("enum").texts().stream()
                .filter(value -> !values.isEmpty() && !values.contains(value))
                .forEach(value -> gaps.add(path + ": " + value));
        if (served.preservesUnknown() || served.additionalProperties().isPresent()) {
            return;
        }
        var members = Map.copyOf(served.properties());
        wanted.properties().forEach((name, member) -> {
            var at = path.isEmpty() ? name : path + "." + name;
            if (members.containsKey(name)) {
                compare(at, member, members.get(name));
            } else {
                gaps.add(at);
            }
        });
        wanted.items().ifPresent(item -> served.items().ifPresent(other -> compare(path + "[]", item, other)));
    }
}

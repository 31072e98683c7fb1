package io.kamaji.core.plan;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.manifest.FieldDiff;
import io.kamaji.core.manifest.FieldPath;
import io.kamaji.core.manifest.Sha256;
import io.kamaji.core.plan.Canonical.Reading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one manager owns of an object by server-side apply, read from {@code metadata.managedFields} without a schema:
 * {@code f:name} is a member, {@code k:{…}} an item found by its keys, {@code v:…} an item of a set, <code>{}</code> a
 * leaf, be it a scalar, or a list or object that is owned as a whole. Immutable.
 *
 * <p>Source: FieldsV1 of k8s.io/apimachinery and structured-merge-diff.
 */
final class OwnedFields {
    private static final Set<String> IDENTITY = Set.of("name", "namespace", "uid", "resourceVersion");

    private final String apiVersion;
    private final JsonObject fields;

    private OwnedFields(String apiVersion, JsonObject fields) {
        this.apiVersion = apiVersion;
        this.fields = fields;
    }

    /** What Kamaji owns of the object as an applier; empty if it never applied it. */
    static Optional<OwnedFields> ours(JsonObject live) {
        return entries(live)
                .filter(entry -> entry.text("manager").equals(Optional.of(Planner.MANAGER))
                        && entry.text("operation").equals(Optional.of("Apply"))
                        && entry.text("subresource").filter(s -> !s.isEmpty()).isEmpty())
                .map(entry -> new OwnedFields(entry.text("apiVersion").orElse(""), entry.object("fieldsV1")))
                .findFirst();
    }

    private static java.util.stream.Stream<JsonObject> entries(JsonObject live) {
        return live.array("metadata", "managedFields").objects();
    }

    /** Fields that a manager other than us owns, as paths of a {@link FieldDiff}. */
    record Foreign(String manager, Set<String> paths) {}

    static List<Foreign> others(JsonObject live) {
        return entries(live)
                .filter(entry -> !entry.text("manager").equals(Optional.of(Planner.MANAGER)))
                .map(entry -> new Foreign(
                        entry.text("manager").orElse("?")
                                + entry.text("subresource")
                                        .filter(s -> !s.isEmpty())
                                        .map(s -> " (" + s + ")")
                                        .orElse(""),
                        paths(entry.object("fieldsV1"))))
                .toList();
    }

    /** The fields as they are recorded, members sorted. */
    JsonObject fields() {
        return fields.sorted();
    }

    /** Whether a member is owned, itself or with something below it. */
    boolean has(List<String> path) {
        return fields.get(path.stream().map(name -> "f:" + name).toArray(String[]::new))
                .isPresent();
    }

    /**
     * Whether the object is settled: just the wanted fields are owned, and their values are the wanted ones. No means
     * "maybe not".
     */
    boolean settled(JsonObject wanted, JsonObject live) {
        var meta = wanted.object("metadata");
        for (var name : IDENTITY) {
            meta = meta.without(name);
        }
        var applied = wanted.without("apiVersion").without("kind").with("metadata", meta.isEmpty() ? null : meta);
        return wanted.text("apiVersion").equals(Optional.of(apiVersion)) && says(applied, live, fields, Reading.PLAIN);
    }

    private static boolean says(JsonValue wanted, JsonValue live, JsonObject owned, Reading reading) {
        var below = owned.without(".");
        if (below.isEmpty()) {
            return Canonical.contains(live, wanted, reading);
        }
        if (wanted instanceof JsonObject object && live instanceof JsonObject other) {
            return object.members().size() == below.members().size()
                    && object.members().entrySet().stream().allMatch(member -> {
                        var name = member.getKey();
                        var there = other.get(name);
                        return below.has("f:" + name)
                                && (there.isPresent()
                                        ? says(
                                                member.getValue(),
                                                there.get(),
                                                below.object("f:" + name),
                                                reading.under(name))
                                        : isZero(member.getValue()));
                    });
        }
        return wanted instanceof JsonArray items
                && live instanceof JsonArray others
                && saysItems(items, others, below, reading);
    }

    /** What a server leaves out when it stores an object, while the owner keeps owning it. */
    private static boolean isZero(JsonValue value) {
        return value.equals(JsonValue.of(false))
                || value.equals(JsonValue.of(0))
                || value.equals(JsonValue.of(""))
                || value.equals(JsonArray.EMPTY)
                || value.equals(JsonObject.EMPTY);
    }

    private static boolean saysItems(JsonArray wanted, JsonArray live, JsonObject owned, Reading reading) {
        if (wanted.size() != owned.members().size()) {
            return false;
        }
        var places = new ArrayList<Integer>();
        var unowned =
                owned.members().keySet().stream().map(ItemName::parse).collect(Collectors.toCollection(HashSet::new));
        for (var item : wanted) {
            var key = unowned.stream()
                    .filter(name -> name.isOf(item, false))
                    .findFirst()
                    .or(() -> unowned.stream()
                            .filter(name -> name.isOf(item, true))
                            .filter(name -> wanted.stream().noneMatch(other -> name.isOf(other, false)))
                            .min(Comparator.comparing(ItemName::text)));
            var place = key.map(name -> name.place(live)).orElse(-1);
            if (place < 0 || !says(item, live.get(place), owned.object(key.get().text()), reading)) {
                return false;
            }
            unowned.remove(key.get());
            places.add(place);
        }
        // the order matters for init containers and for variables that refer to earlier ones
        return places.equals(places.stream().sorted().toList());
    }

    /** What an item of a list is called, read once for all the items that it is held against. */
    private record ItemName(String text, JsonValue value) {
        static ItemName parse(String name) {
            var value = JsonValue.parse("[" + (name.startsWith("f:") ? "null" : name.substring(2)) + "]");
            return new ItemName(name, value.asArray().orElseThrow().get(0));
        }

        int place(JsonArray live) {
            for (int i = 0; i < live.size(); i++) {
                if (isOf(live.get(i), false)) {
                    return i;
                }
            }
            return -1;
        }

        /** Whether an item is the one of this name; a key that has a default may be missing in what is wanted. */
        boolean isOf(JsonValue item, boolean defaulted) {
            if (text.startsWith("v:")) {
                return value.equals(item);
            }
            return text.startsWith("k:")
                    && item instanceof JsonObject object
                    && value instanceof JsonObject keys
                    && keys.members().entrySet().stream()
                            .allMatch(key -> object.get(key.getKey())
                                    .map(it -> Canonical.sameScalar(it, key.getValue(), Reading.PLAIN))
                                    .orElse(defaulted));
        }
    }

    /** The live values of the owned fields, together with which they are: equal as long as nothing of ours moved. */
    String digest(JsonObject live) {
        return Sha256.hex(fields().toJson() + values(live, fields.sorted()).toJson());
    }

    private static JsonValue values(JsonValue live, JsonObject owned) {
        var below = owned.without(".");
        if (below.isEmpty()) {
            return live instanceof JsonObject object ? object.sorted() : live;
        }
        var values = new ArrayList<JsonValue>();
        below.members().forEach((name, under) -> {
            values.add(child(name, live)
                    .map(value -> values(value, under.asObject().orElse(JsonObject.EMPTY)))
                    .orElse(JsonValue.NULL));
        });
        return new JsonArray(values);
    }

    /** What a value has under the name of a field or item. */
    static Optional<JsonValue> child(String name, JsonValue value) {
        return name.startsWith("f:")
                ? value.asObject().flatMap(object -> object.get(name.substring(2)))
                : value.asArray()
                        .flatMap(items -> Optional.of(ItemName.parse(name).place(items))
                                .filter(at -> at >= 0)
                                .map(items::get));
    }

    /** The path of a field or item, for people. */
    static String path(String at, String name) {
        return name.startsWith("f:") ? FieldPath.member(at, name.substring(2)) : FieldPath.item(at, label(name));
    }

    private static Set<String> paths(JsonObject fields) {
        var paths = new HashSet<String>();
        collect("", fields, paths);
        return paths;
    }

    private static void collect(String at, JsonObject owned, Set<String> paths) {
        var below = owned.without(".");
        if (below.isEmpty()) {
            paths.add(at);
        }
        below.members()
                .forEach((name, under) ->
                        collect(path(at, name), under.asObject().orElse(JsonObject.EMPTY), paths));
    }

    private static String label(String name) {
        var value = ItemName.parse(name).value();
        var said = name.startsWith("k:") && value instanceof JsonObject keys
                ? keys.members().values().stream().findFirst().orElse(JsonValue.NULL)
                : value;
        return said.asText().orElse(said.toJson());
    }
}

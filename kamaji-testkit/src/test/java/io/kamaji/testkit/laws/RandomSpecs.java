package io.kamaji.testkit.laws;

import io.kamaji.api.CustomResourceDefinitions;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.schema.StructuralSchema;
import io.kamaji.api.setting.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Specs by chance, hostile by construction: each field of the schema and each setting in turn gets a value of its type that does
 * harm somewhere, and beside it come up to three lines of a table of what may be put into a spec to do harm. Some are harmless. The
 * same seed gives the same specs. Not thread-safe.
 */
public final class RandomSpecs {
    /** The boundary that they are held against. Of a namespace's tenants none may leave it. */
    public static final String BOUNDARY = Blue.resource("random-boundary.yaml");

    private static final List<List<Change>> TABLE = Blue.resource("harm.txt")
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(RandomSpecs::row)
            .toList();
    private static final List<Field> FIELDS = fields();
    private static final List<String> TEXTS = List.of(
            "",
            "evil.example.com",
            "shop.example.com:443",
            "../../etc/passwd",
            "*",
            "system:masters",
            "kube-system",
            "default",
            "/",
            "1",
            "100%",
            "10.0.0.1",
            "0.0.0.0/0",
            "evil.example.com/x:1@sha256:0");
    private static final List<Integer> NUMBERS = List.of(-1, 0, 1, 2, 3, 50, 443, 6443, 65_536, Integer.MAX_VALUE);
    private static final List<JsonValue> OBJECTS = Stream.of(
                    "{privileged: true}",
                    "{requests: {cpu: 100}}",
                    "{limits: {cpu: -1}}",
                    "{namespaceSelector: {}}",
                    "{name: x, image: evil.example.com/x}",
                    "{name: x, hostPath: {path: /}}",
                    "{name: etc-kubernetes-pki, mountPath: /x}",
                    "{}")
            .map(JsonValue::parse)
            .toList();
    private static final List<Map<String, String>> MAPS = List.of(
            Map.of("app", "shop"),
            Map.of("kamaji.clastix.io/name", "other"),
            Map.of("kubernetes.io/hostname", "x"),
            Map.of());

    private final long seed;

    /** @param seed by which the same specs come again */
    public RandomSpecs(long seed) {
        this.seed = seed;
    }

    /** A place, and what is put there; absent: taken away. */
    public record Change(List<String> path, JsonValue value) {
        private JsonObject in(JsonObject tenant) {
            return tenant.withAt(path, value);
        }

        @Override
        public String toString() {
            return String.join(".", path) + " = " + value;
        }
    }

    /** A tenant that keeps the boundary but for some changes. */
    public record Spec(JsonObject base, List<Change> changes) {
        /** The custom resource. */
        public JsonObject document() {
            var document = base;
            for (var change : changes) {
                document = change.in(document);
            }
            return document;
        }

        /** As few of its changes as still do what it does. */
        public Spec shrunk(Predicate<Spec> does) {
            for (var change : changes) {
                var fewer = new Spec(
                        base, changes.stream().filter(it -> it != change).toList());
                if (does.test(fewer)) {
                    return fewer.shrunk(does);
                }
            }
            return this;
        }

        @Override
        public String toString() {
            return changes.toString();
        }
    }

    private record Field(List<String> path, StructuralSchema schema) {}

    /** How many specs it takes until each field had its turn. */
    public static int fieldCount() {
        return FIELDS.size() + Settings.ALL.size();
    }

    /** The n-th. */
    public Spec spec(int n, JsonObject base) {
        var random = new Random(seed * 1_000_003 + n);
        random.nextInt(); // the first draws of near seeds are near
        var changes = new ArrayList<Change>();
        if (n % 5 != 4) {
            changes.add(field(n % fieldCount(), random));
        }
        for (int i = random.nextInt(n % 5 == 4 ? 2 : 4); i > 0; i--) {
            changes.addAll(one(TABLE, random));
        }
        var namespace = base.text("metadata", "namespace").orElseThrow();
        return new Spec(
                base, changes.stream().map(change -> named(change, namespace)).toList());
    }

    private static Change named(Change change, String namespace) {
        return new Change(change.path(), JsonValue.parse(change.value().toJson().replace("NS.", namespace + ".")));
    }

    private static Change field(int n, Random random) {
        if (n < FIELDS.size()) {
            var field = FIELDS.get(n);
            return new Change(field.path(), value(field.schema(), random));
        }
        return new Change(
                List.of(
                        "metadata",
                        "annotations",
                        Settings.ALL.get(n - FIELDS.size()).key()),
                JsonValue.of(one(TEXTS, random)));
    }

    private static JsonValue value(StructuralSchema schema, Random random) {
        if (schema.items().isPresent()) {
            return JsonValue.of(Stream.generate(() -> value(schema.items().orElseThrow(), random))
                    .limit(1 + random.nextInt(2))
                    .toList());
        } else if (schema.additionalProperties().isPresent()) {
            return JsonValue.of(one(MAPS, random));
        } else if (!schema.properties().isEmpty()) {
            var made = JsonObject.EMPTY;
            for (var property : schema.properties().entrySet()) {
                made = random.nextInt(3) == 0 ? made : made.with(property.getKey(), value(property.getValue(), random));
            }
            return made;
        }
        var options = schema.toJson().array("enum").texts();
        return switch (schema.toJson().text("type").orElse("any")) {
            case "string" -> JsonValue.of(one(options.isEmpty() ? TEXTS : options, random));
            case "integer" -> JsonValue.of(one(NUMBERS, random));
            case "boolean" -> JsonValue.of(random.nextBoolean());
            case "object" -> one(OBJECTS, random);
            default -> random.nextBoolean() ? JsonValue.of(one(NUMBERS, random)) : JsonValue.of(one(TEXTS, random));
        };
    }

    private static <T> T one(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static List<Change> row(String line) {
        return Stream.of(line.replace("@p.", "spec.controlPlane.deployment.").split(" & "))
                .map(change -> change.split(" = ", 2))
                .map(parts -> new Change(List.of(parts[0].split("\\.")), JsonValue.parse(parts[1])))
                .toList();
    }

    /** Down to the first list, map or scalar. */
    private static List<Field> fields() {
        var schema = CustomResourceDefinitions.schema(CustomResourceDefinitions.tenantControlPlane());
        var fields = new ArrayList<Field>();
        collect(List.of("spec"), schema.property("spec").orElseThrow(), fields);
        return List.copyOf(fields);
    }

    private static void collect(List<String> path, StructuralSchema schema, List<Field> fields) {
        if (schema.properties().isEmpty()) {
            fields.add(new Field(path, schema));
        }
        schema.properties()
                .forEach((name, property) -> collect(
                        Stream.of(path, List.of(name))
                                .flatMap(Collection::stream)
                                .toList(),
                        property,
                        fields));
    }

    /** The seed that the environment names, or a new one; printed, so that a run can be repeated. */
    public static long seed() {
        var seed = Optional.ofNullable(System.getProperty("kamaji.test.seed"))
                .map(Long::parseLong)
                .orElseGet(() -> System.nanoTime() % 1_000_000);
        System.out.println("random specs: -Dkamaji.test.seed=" + seed);
        return seed;
    }

    /** Keeps the boundary. */
    public static JsonObject base(String namespace, String name, String dataStore) {
        return JsonObject.parse("""
                apiVersion: kamaji.clastix.io/v1alpha1
                kind: TenantControlPlane
                metadata: {name: %s, namespace: %s}
                spec:
                  dataStore: %s
                  kubernetes: {version: v1.36.3, kubelet: {}}
                  networkProfile: {}
                  controlPlane:
                    service: {serviceType: ClusterIP}
                    deployment:
                      replicas: 1
                      resources: {apiServer: {requests: {cpu: 50m}}}
                  addons: {}
                """.formatted(name, namespace, dataStore));
    }
}

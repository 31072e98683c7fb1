package io.kamaji.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.schema.StructuralSchema;
import io.kamaji.api.value.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever another version stored as status, the object can be read. */
class StoredStatusTest {

    /** Each kind with a status that has every member, and one without each member in turn, or with another type there. */
    static Stream<JsonObject> damaged() {
        return Stream.of(
                        CustomResourceDefinitions.tenantControlPlane(),
                        CustomResourceDefinitions.dataStore(),
                        CustomResourceDefinitions.kubeconfigGenerator())
                .flatMap(definition -> {
                    var schema = CustomResourceDefinitions.schema(definition);
                    var status = schema.property("status").orElseThrow();
                    var whole = example(status);
                    var all = new ArrayList<JsonValue>(
                            List.of(whole, JsonObject.EMPTY, JsonValue.of("x"), JsonArray.EMPTY));
                    variants(whole, all);
                    var kind = definition.text("spec", "names", "kind").orElseThrow();
                    return all.stream().map(it -> object(kind).with("status", it));
                });
    }

    private static JsonObject object(String kind) {
        var sample = Map.of(
                "TenantControlPlane", "tenant-minimal",
                "DataStore", "datastore-etcd-main",
                "KubeconfigGenerator", "kubeconfig-generator");
        return JsonObject.parse(Samples.text(sample.get(kind)));
    }

    private static JsonValue example(StructuralSchema schema) {
        return switch (schema.toJson().text("type").orElse("object")) {
            case "array" -> JsonArray.of(example(schema.items().orElseThrow()));
            case "string" -> JsonValue.of(schema.toJson().has("format") ? "2026-01-01T00:00:00Z" : "a");
            case "integer" -> JsonValue.of(1);
            case "boolean" -> JsonValue.of(true);
            default -> {
                var members = new LinkedHashMap<String, JsonValue>();
                schema.properties().forEach((name, member) -> members.put(name, example(member)));
                schema.additionalProperties().ifPresent(member -> members.put("k", example(member)));
                yield new JsonObject(members);
            }
        };
    }

    private static void variants(JsonValue value, List<JsonValue> all) {
        if (value instanceof JsonObject object) {
            object.members().forEach((name, member) -> {
                all.add(object.without(name));
                all.add(object.with(name, member instanceof JsonObject ? JsonArray.of(1) : JsonObject.of("a", 1)));
                var inner = new ArrayList<JsonValue>();
                variants(member, inner);
                inner.forEach(it -> all.add(object.with(name, it)));
            });
        } else if (value instanceof JsonArray array) {
            var inner = new ArrayList<JsonValue>();
            variants(array.get(0), inner);
            inner.forEach(it -> all.add(JsonArray.of(it)));
        }
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void of_statusOfAnotherVersion_isRead(JsonObject document) {
        var value = switch (document.text("kind").orElseThrow()) {
            case "DataStore" -> DataStore.of(document);
            case "KubeconfigGenerator" -> KubeconfigGenerator.of(document);
            default -> TenantControlPlane.of(document);
        };

        assertThat(value.toJsonObject().object("spec")).isEqualTo(document.object("spec"));
        assertThat(value.validate()).isEmpty();
    }

    @Test
    void of_statusWithoutRequiredMembers_hasZeroValues() {
        var store = DataStore.of(object("DataStore").with("status", JsonObject.parse("{usedBy: [default/tenant-00]}")));

        assertThat(store.status().orElseThrow().ready()).isFalse();
        assertThat(store.status().orElseThrow().usedBy()).hasValue(List.of("default/tenant-00"));
    }

    @Test
    void stored_specOfAnotherVersion_isReadAndNotValid() {
        var store =
                DataStore.stored(JsonObject.parse("{metadata: {name: old}, spec: {endpoints: [1], tlsConfig: {}}}"));

        assertThat(store.metadata().name()).hasValue("old");
        assertThat(store.validate()).extracting(Violation::path).contains("spec.driver");
    }

    @Test
    void of_emptyStatusOfAGenerator_isRead() {
        var generator = KubeconfigGenerator.of(object("KubeconfigGenerator").with("status", JsonObject.EMPTY));

        assertThat(generator.status().orElseThrow().resources()).isZero();
    }
}

package io.kamaji.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The CRDs and the Java types say the same. */
class SchemaTest {
    private static final Map<Type, String> SCALARS = Map.of(
            String.class, "string",
            Integer.class, "integer",
            int.class, "integer",
            Long.class, "integer",
            Boolean.class, "boolean",
            boolean.class, "boolean",
            Instant.class, "string");

    private final List<String> different = new ArrayList<>();

    @Test
    void schemas_ofAllKinds_equalTheTypes() {
        compareKind(CustomResourceDefinitions.tenantControlPlane(), TenantControlPlane.class);
        compareKind(CustomResourceDefinitions.dataStore(), DataStore.class);
        compareKind(CustomResourceDefinitions.kubeconfigGenerator(), KubeconfigGenerator.class);

        assertThat(different).isEmpty();
    }

    private void compareKind(JsonObject definition, Class<?> type) {
        var schema = CustomResourceDefinitions.schema(definition).toJson();
        for (var part : List.of("spec", "status")) {
            compare(type.getSimpleName() + "." + part, schema.object("properties", part), accessor(type, part));
        }
    }

    private static Type accessor(Class<?> type, String name) {
        try {
            return ValueTypes.unwrap(type.getMethod(name).getGenericReturnType());
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private void compare(String path, JsonObject schema, Type type) {
        var schemaType = schema.text("type").orElse("any");
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            expect(path, "array", schemaType);
            compare(path + "[]", schema.object("items"), generic.getActualTypeArguments()[0]);
        } else if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            expect(path, "object", schemaType);
            compare(path + "{}", schema.object("additionalProperties"), generic.getActualTypeArguments()[1]);
        } else if (type == JsonObject.class) {
            expect(path, "object", schemaType);
        } else if (type == JsonValue.class) {
            expect(path, "any", schemaType);
        } else if (SCALARS.containsKey(type)) {
            expect(path, SCALARS.get(type), schemaType);
            expect(path, type == Instant.class, schema.text("format").equals(Optional.of("date-time")));
            expect(path, type == Long.class, schema.text("format").equals(Optional.of("int64")));
        } else {
            expect(path, "object", schemaType);
            compareMembers(path, schema, (Class<?>) type);
        }
    }

    private void compareMembers(String path, JsonObject schema, Class<?> type) {
        var accessors = new HashMap<String, Method>();
        for (var accessor : ValueTypes.accessors(type)) {
            if (!accessor.getName().equals("unknownFields")) {
                var named = accessor.getAnnotation(JsonProperty.class);
                accessors.put(named == null ? accessor.getName() : named.value(), accessor);
            }
        }
        var properties = schema.object("properties").members();
        expect(path, new TreeSet<>(accessors.keySet()), new TreeSet<>(properties.keySet()));
        accessors.forEach((name, accessor) -> {
            var required = schema.array("required").texts().contains(name);
            expect(path + "." + name + " required", accessor.getReturnType() != Optional.class, required);
            compare(
                    path + "." + name,
                    schema.object("properties", name),
                    ValueTypes.unwrap(accessor.getGenericReturnType()));
        });
    }

    private void expect(String path, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            different.add(path + ": type says " + expected + ", schema says " + actual);
        }
    }
}

package io.kamaji.testkit.simulator.internal.schema;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.testkit.simulator.internal.schema.Shape.ListOf;
import io.kamaji.testkit.simulator.internal.schema.Shape.MapOf;
import io.kamaji.testkit.simulator.internal.schema.Shape.Relation;
import io.kamaji.testkit.simulator.internal.schema.Shape.Scalar;
import io.kamaji.testkit.simulator.internal.schema.Shape.Struct;
import io.kamaji.testkit.simulator.internal.schema.Shape.Type;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The built-in kinds and their fields, read from the schema file beside this class, which holds facts of the OpenAPI and
 * discovery documents of Kubernetes 1.36. Immutable to its users and thread-safe.
 */
public final class Schema {
    private static final class Holder {
        static final Schema BUILT_IN = new Schema(read("kubernetes-1.36.schema"));
    }

    private final Map<String, String> types = new HashMap<>();
    private final List<String[]> kindLines = new ArrayList<>();
    private final Map<String, Map<String, Shape>> parsed = new ConcurrentHashMap<>();

    private Schema(String text) {
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            if (line.startsWith("kind ")) {
                kindLines.add(line.split(" "));
            } else {
                var rest = line.substring("type ".length());
                var name = rest.contains(" ") ? rest.substring(0, rest.indexOf(' ')) : rest;
                types.put(name, rest.substring(name.length()).trim());
            }
        });
    }

    /** The kinds of Kubernetes itself. */
    public static Schema builtIn() {
        return Holder.BUILT_IN;
    }

    /** The kinds of Kubernetes itself, in the order of the file. */
    public List<ServedType> kinds() {
        return kindLines.stream().map(this::kind).toList();
    }

    /** A struct by its name in the file, such as {@code core.v1.PodSpec}. */
    public Struct struct(String name) {
        return new Struct(name, () -> fields(name), false, false);
    }

    /** A top-level object: apiVersion, kind, metadata, and given shapes for its spec and its status. */
    public Struct envelope(String name, Shape spec, Shape status) {
        var fields = new LinkedHashMap<String, Shape>();
        fields.put("apiVersion", code("s"));
        fields.put("kind", code("s"));
        fields.put("metadata", code("meta.v1.ObjectMeta+"));
        fields.put("spec", spec);
        fields.put("status", status);
        return new Struct(name, () -> fields, false, false);
    }

    private ServedType kind(String[] words) {
        return new ServedType(
                new ResourceType(words[1], words[2], words[3], words[5].equals("Namespaced")),
                words[4],
                struct(words[6]),
                Set.copyOf(option(words[7])),
                option(words[8]),
                option(words[9]),
                false,
                Optional.empty(),
                JsonObject.EMPTY);
    }

    private static List<String> option(String word) {
        var value = word.substring(word.indexOf('=') + 1);
        return value.isEmpty() ? List.of() : List.of(value.split(","));
    }

    private Map<String, Shape> fields(String name) {
        var known = parsed.get(name);
        if (known != null) {
            return known;
        }
        var fields = new LinkedHashMap<String, Shape>();
        for (var field : Objects.requireNonNull(types.get(name), name).split(" ")) {
            if (!field.isEmpty()) {
                var colon = field.indexOf(':');
                fields.put(field.substring(0, colon), code(field.substring(colon + 1)));
            }
        }
        parsed.put(name, fields);
        return fields;
    }

    /** The shape of a code of the file; its first lines explain the codes. */
    Shape code(String code) {
        if (code.startsWith("[")) {
            var keys = List.of(code.substring(1, code.indexOf(']')).split(","));
            var relation =
                    code.startsWith("[]") ? Relation.ATOMIC : code.startsWith("[set]") ? Relation.SET : Relation.KEYED;
            return new ListOf(
                    code(code.substring(code.indexOf(']') + 1)),
                    relation,
                    relation == Relation.KEYED ? keys : List.of());
        } else if (code.startsWith("{")) {
            return new MapOf(code(code.substring(code.indexOf('}') + 1)), code.startsWith("{!}"));
        } else if (code.indexOf('.') > 0 && !code.contains("=")) {
            var name = code.replace("!", "").replace("+", "");
            return new Struct(name, () -> fields(name), code.contains("!"), code.endsWith("+"));
        } else if (code.startsWith("a")) {
            return new Shape.Any(code.endsWith("!"));
        }
        var fallback =
                code.contains("=") ? Optional.of(code.substring(code.indexOf('=') + 1)) : Optional.<String>empty();
        return new Scalar(Type.of(code.charAt(0)), fallback, code.endsWith("0"), code.endsWith("*"));
    }

    private static String read(String file) {
        try (var in = Objects.requireNonNull(Schema.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

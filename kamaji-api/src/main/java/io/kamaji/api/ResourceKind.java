package io.kamaji.api;

import io.kamaji.api.datastore.DataStoreSpec;
import io.kamaji.api.internal.Wire;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.kubeconfig.KubeconfigGeneratorSpec;
import io.kamaji.api.rules.Rules;
import io.kamaji.api.rules.Subject;
import io.kamaji.api.schema.EmbeddedTypes;
import io.kamaji.api.schema.StructuralSchema;
import io.kamaji.api.tenant.TenantControlPlaneSpec;
import io.kamaji.api.value.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * How one kind is read, written and judged. The shape of a document is checked by the CRD's schema before it becomes a value.
 *
 * @param <T> the kind's values
 * @param <S> its spec
 */
final class ResourceKind<T extends CustomResource, S> {
    static final ResourceKind<TenantControlPlane, TenantControlPlaneSpec> TENANT_CONTROL_PLANE = new ResourceKind<>(
            TenantControlPlane.class,
            CustomResourceDefinitions.tenantControlPlane(),
            Rules.tenantControlPlane(),
            new Spec<>(
                    TenantControlPlaneSpec.class,
                    TenantControlPlane::spec,
                    (tenant, spec) -> tenant.toBuilder().spec(spec).build()),
            TenantControlPlane::effective,
            List.of(
                    List.of("spec", "kubernetes", "kubelet"),
                    List.of("spec", "networkProfile"),
                    List.of("spec", "controlPlane", "deployment"),
                    List.of("spec", "addons")));
    static final ResourceKind<DataStore, DataStoreSpec> DATA_STORE = new ResourceKind<>(
            DataStore.class,
            CustomResourceDefinitions.dataStore(),
            Rules.dataStore(),
            new Spec<>(
                    DataStoreSpec.class,
                    DataStore::spec,
                    (store, spec) -> store.toBuilder().spec(spec).build()),
            DataStore::effective,
            List.of());
    static final ResourceKind<KubeconfigGenerator, KubeconfigGeneratorSpec> KUBECONFIG_GENERATOR = new ResourceKind<>(
            KubeconfigGenerator.class,
            CustomResourceDefinitions.kubeconfigGenerator(),
            Rules.kubeconfigGenerator(),
            new Spec<>(
                    KubeconfigGeneratorSpec.class,
                    KubeconfigGenerator::spec,
                    (generator, spec) -> generator.toBuilder().spec(spec).build()),
            KubeconfigGenerator::effective,
            List.of());

    /** How the spec of a value is read and replaced. */
    private record Spec<T, S>(Class<S> type, Function<T, S> get, BiFunction<T, S, T> with) {}

    private final String name;
    private final Class<T> type;

    /** As the API server has it: what can be stored can be read. */
    private final StructuralSchema stored;

    /** With the embedded types of Kubernetes, which the API server looks at only when it is given the Deployment. */
    private final StructuralSchema whole;

    private final Rules<S> rules;
    private final Spec<T, S> spec;
    private final UnaryOperator<T> effective;
    private final List<List<String>> parents;

    private ResourceKind(
            Class<T> type,
            JsonObject definition,
            Rules<S> rules,
            Spec<T, S> spec,
            UnaryOperator<T> effective,
            List<List<String>> parents) {
        this.name = type.getSimpleName();
        this.type = type;
        this.rules = rules;
        this.spec = spec;
        this.effective = effective;
        this.parents = parents;
        var openApi = CustomResourceDefinitions.schema(definition)
                .toJson()
                .update(
                        "properties",
                        properties -> properties.with("metadata", CustomResourceDefinitions.read("objectmeta.json")));
        this.stored = StructuralSchema.of(openApi);
        this.whole = StructuralSchema.of(EmbeddedTypes.spelledOut(openApi));
    }

    T parse(String yamlOrJson, UnknownFields unknown) {
        return parse(JsonObject.parse(yamlOrJson), unknown);
    }

    T parse(JsonObject document, UnknownFields unknown) {
        var json = readable(document);
        var violations = new ArrayList<Violation>();
        need(json, "apiVersion", CustomResource.API_VERSION, violations);
        need(json, "kind", name, violations);
        if (!json.has("spec")) {
            violations.add(new Violation("spec", JsonValue.NULL, "Required value"));
        }
        violations.addAll(stored.shapeViolations("", json));
        if (unknown == UnknownFields.REFUSE) {
            violations.addAll(whole.unknownMembers("", document));
        }
        if (!violations.isEmpty()) {
            throw new InvalidSpecException(
                    name + " " + json.text("metadata", "name").orElse("without a name"), violations);
        }
        return Wire.value(json.without("apiVersion").without("kind"), type);
    }

    private static void need(JsonObject json, String name, String expected, List<Violation> violations) {
        var actual = json.get(name).orElse(JsonValue.NULL);
        if (actual == JsonValue.NULL) {
            violations.add(new Violation(name, actual, "Required value"));
        } else if (!actual.equals(JsonValue.of(expected))) {
            violations.add(new Violation(name, actual, "must be " + expected));
        }
    }

    /** As much as fits of an object that an API server holds. */
    T stored(JsonObject object) {
        var json = stored.readable(whole.withoutNulls(object))
                .flatMap(JsonValue::asObject)
                .orElseThrow();
        return Wire.value(json.without("apiVersion").without("kind"), type);
    }

    /** A null is as good as nothing, and the status, which others wrote and the next pass writes again, is never in the way. */
    private JsonObject readable(JsonObject document) {
        var json = whole.withoutNulls(document).asObject().orElseThrow();
        return json.with(
                "status",
                json.get("status")
                        .flatMap(status ->
                                stored.property("status").orElseThrow().readable(status)));
    }

    JsonObject toJsonObject(T value) {
        return JsonObject.of("apiVersion", CustomResource.API_VERSION, "kind", name)
                .plus(Wire.json(value));
    }

    JsonObject toCustomResource(T value) {
        var json = toJsonObject(value);
        for (var parent : parents) {
            if (json.get(parent.toArray(String[]::new)).isEmpty()) {
                json = json.withAt(parent, JsonObject.EMPTY);
            }
        }
        return json;
    }

    /** With the CRD's defaults. */
    private JsonObject defaulted(T value) {
        return stored.applyDefaults(toCustomResource(value)).asObject().orElseThrow();
    }

    /** With every default, the CRD's and the webhook's. */
    T withDefaults(T value) {
        var defaulted = Wire.value(defaulted(value).object("spec"), spec.type);
        return spec.with.apply(value, rules.defaults(defaulted));
    }

    List<Violation> validate(T value) {
        return schemaAnd(value, rules.create(subject(value)));
    }

    List<Violation> validateUpdate(T value, T old) {
        return schemaAnd(value, rules.update(subject(value), subject(old)));
    }

    /** Members that nobody knows, then what the rules say. */
    List<Violation> warnings(T value) {
        var unknown = whole.unknownMembers("", toJsonObject(value).without("status"));
        return Stream.concat(unknown.stream(), rules.warnings(subject(value)).stream())
                .toList();
    }

    /** What the schema has against the value once its defaults are applied, then the rest; each once. */
    private List<Violation> schemaAnd(T value, List<Violation> more) {
        var json = defaulted(value).without("status"); // which is not the user's
        return Stream.of(whole.violations("", json), unknownToKubernetes(json), more)
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    /** Members that an embedded type has not: the API server will not take the Deployment. */
    private List<Violation> unknownToKubernetes(JsonObject json) {
        var others = Set.copyOf(stored.unknownMembers("", json));
        return whole.unknownMembers("", json).stream()
                .filter(violation -> !others.contains(violation))
                .toList();
    }

    private Subject<S> subject(T value) {
        var defaulted = effective.apply(value);
        var metadata = value.metadata();
        return new Subject<>(
                metadata.name(),
                metadata.namespace(),
                metadata.deletionTimestamp().isPresent(),
                spec.get.apply(value),
                spec.get.apply(defaulted),
                defaulted.toJsonObject());
    }

    T requireValid(T value) {
        var violations = validate(value);
        if (!violations.isEmpty()) {
            throw new InvalidSpecException(title(value.metadata()), violations);
        }
        return value;
    }

    private static String title(ObjectMetadata metadata) {
        return metadata.namespace().map(namespace -> namespace + "/").orElse("")
                + metadata.name().orElse("an object without a name");
    }
}

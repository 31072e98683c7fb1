package io.kamaji.api.boundary;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.schema.StructuralSchema;
import io.kamaji.api.value.StoreQuota;
import io.kamaji.api.value.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What specs of tenants may not leave, as a team is given it: the custom resource {@code TenantBoundary}. Amounts that nothing is
 * said of are open; what reaches beyond a tenant's own cluster (volumes of the node, Secrets, containers, images of elsewhere, host
 * names, addresses, annotations that controllers read) is closed until it is granted. What each part means and its default stands
 * in the schema, {@link BoundaryDefinitions#tenantBoundary()}. Patterns know {@code *}, and {@code {namespace}} and {@code {name}}
 * of the tenant.
 *
 * <pre>{@code
 * var team = Boundaries.builder("team-a").tenants(3).versions("1.35", "1.36").replicas(1, 3).hostNames("*.a.example.com").build();
 * team.check(tenant).forEach(System.out::println);
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class Boundaries extends PlatformResource {
    /** Kind of the custom resource. */
    public static final String KIND = "TenantBoundary";

    /** The annotation of a tenant that must not be deleted, {@code true} then. */
    public static final String DELETION_PROTECTION = "kamaji.clastix.io/deletion-protection";

    /** The annotation by which a deletion may leave something behind. */
    static final String DELETION_POLICY = "kamaji.clastix.io/deletion-policy";

    private static final StructuralSchema SCHEMA = BoundaryDefinitions.schema(BoundaryDefinitions.tenantBoundary());
    private static final Form FORM = new Form(KIND, SCHEMA, Boundaries::wrong);

    private final JsonObject effective;

    private Boundaries(JsonObject resource) {
        super(resource);
        this.effective = SCHEMA.applyDefaults(resource).asObject().orElseThrow().object("spec");
    }

    /**
     * Reads a {@code TenantBoundary} in YAML or JSON.
     *
     * @throws IllegalArgumentException if the text is neither
     * @throws InvalidSpecException with everything that is wrong with it
     */
    public static Boundaries parse(String yamlOrJson) {
        return of(JsonObject.parse(yamlOrJson));
    }

    /** As {@link #parse}, from a document that was read already; what a server added to its metadata is left out. */
    public static Boundaries of(JsonObject document) {
        return new Boundaries(FORM.read(document));
    }

    private static List<Violation> wrong(JsonObject resource) {
        var found = new ArrayList<>(BoundaryShape.violations(resource));
        found.addAll(StoreQuota.violations("spec.dataStores.quota", resource.object("spec", "dataStores", "quota")));
        return found;
    }

    /** A builder in which nothing is said but the name, by which violations tell it. */
    public static Builder builder(String name) {
        return new Builder(FORM.named(name));
    }

    /** A builder with all of this said. */
    public Builder toBuilder() {
        return new Builder(toJsonObject());
    }

    /** The labels by which namespaces are selected (meta/v1 LabelSelector); empty: all namespaces. */
    public Optional<JsonObject> namespaceSelector() {
        return effective.get("namespaceSelector").flatMap(JsonValue::asObject);
    }

    /** Most tenants in a namespace; empty: any number. Whoever knows the others judges it. */
    public Optional<Integer> tenants() {
        return effective.number("tenants").map(Math::toIntExact);
    }

    /** Labels of the datastores that may be used; empty: any. Whoever knows the datastores judges it. */
    public Map<String, String> pool() {
        return effective.texts("dataStores", "pool");
    }

    /** How much a tenant may take in its store. Whoever measures it judges it. */
    public StoreQuota storeQuota() {
        return StoreQuota.of(effective.object("dataStores", "quota"));
    }

    /** The standard that the pods must keep; default baseline. Judged on the pods as they are rendered. */
    public PodSecurityLevel podSecurity() {
        return PodSecurityLevel.valueOf(
                effective.text("podSecurity").orElseThrow().toUpperCase(Locale.ROOT));
    }

    /**
     * Everything in a spec, defaults applied, that leaves these boundaries: with path, value, and which boundary says so. What
     * takes more than the spec to know ({@link #tenants}, {@link #pool}, {@link #storeQuota}, {@link #podSecurity}) is judged in a
     * plan or a pass.
     */
    public List<Violation> check(TenantControlPlane tenant) {
        var given = tenant.effective().toJsonObject();
        var namespace = tenant.metadata().namespaceOrDefault();
        var name = tenant.metadata().name().orElse("");
        var found = new ArrayList<Violation>();
        for (var rule : BoundaryRules.of(resolved(effective, namespace, name))) {
            rule.judge(given, (path, value, message) -> found.add(violation(rule.boundary(), path, value, message)));
        }
        return found.stream().distinct().toList();
    }

    private static JsonObject resolved(JsonObject tree, String namespace, String name) {
        return resolve(tree, namespace, name).asObject().orElseThrow();
    }

    private static JsonValue resolve(JsonValue value, String namespace, String name) {
        if (value instanceof JsonValue.Text text) {
            return JsonValue.of(Glob.resolved(text.value(), namespace, name));
        } else if (value instanceof JsonObject object) {
            var changed = object;
            for (var member : object.members().entrySet()) {
                changed = changed.with(member.getKey(), resolve(member.getValue(), namespace, name));
            }
            return changed;
        }
        return value.asArray()
                .<JsonValue>map(array -> array.map(item -> resolve(item, namespace, name)))
                .orElse(value);
    }

    /** A violation of a part of these boundaries, found by whoever knows more than the spec. */
    public Violation violation(String part, String path, JsonValue value, String message) {
        return new Violation(path, value, message + " (boundary " + name() + ", " + part + ")");
    }

    /**
     * Everything in a request for a kubeconfig that leaves these boundaries: with path ({@code user}, {@code groups[0]}, {@code
     * life}), value, and which boundary says so.
     */
    public List<Violation> checkKubeconfig(String user, List<String> groups, Duration life) {
        var found = new ArrayList<Violation>();
        granted("kubeconfigs.users", "user", user, found);
        for (int i = 0; i < groups.size(); i++) {
            granted("kubeconfigs.groups", "groups[" + i + "]", groups.get(i), found);
        }
        effective
                .text("kubeconfigs", "maxLife")
                .filter(most -> life.compareTo(Duration.parse("PT" + most)) > 0)
                .ifPresent(most -> found.add(violation(
                        "kubeconfigs.maxLife", "life", JsonValue.of(life.toString()), "must be at most " + most)));
        return List.copyOf(found);
    }

    /** Those of Kubernetes itself may do what no RBAC of a tenant takes away. */
    private void granted(String part, String path, String name, List<Violation> found) {
        var patterns =
                effective.get(part.split("\\.")).flatMap(JsonValue::asArray).map(JsonArray::texts);
        if (!patterns.map(named -> Glob.matches(named, name)).orElse(!name.startsWith("system:"))) {
            var message = patterns.map(named -> "must be one of " + String.join(", ", named))
                    .orElse("must be none of Kubernetes itself");
            found.add(violation(part, path, JsonValue.of(name), message));
        }
    }

    /** Whether a tenant's record may go without its data. */
    boolean mayOrphan() {
        return Glob.matches(effective.array("deletionPolicies").texts(), "orphan");
    }

    /** The rules, patterns not resolved. */
    List<BoundaryRule> rules() {
        return BoundaryRules.of(effective);
    }

    /** Says what a team may; each call replaces what was said of that before, unless it says otherwise. Not thread-safe. */
    public static final class Builder extends BoundaryBuilder<Builder> {
        private Builder(JsonObject resource) {
            super(resource);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * The value.
         *
         * @throws InvalidSpecException with everything that is wrong with it
         */
        public Boundaries build() {
            return of(resource());
        }
    }
}

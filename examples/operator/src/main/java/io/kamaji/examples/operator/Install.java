package io.kamaji.examples.operator;

import io.kamaji.api.CustomResourceDefinitions;
import io.kamaji.api.boundary.BoundaryDefinitions;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.reconcile.RequiredRights;
import io.kamaji.core.reconcile.RequiredRights.Use;
import io.kamaji.core.render.ControlPlaneRenderer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that has to be in the admin cluster for the operator to run there, for {@code kubectl apply --server-side}. What it may
 * do is what the library says that it needs. Immutable.
 *
 * @param namespace of the operator
 * @param image of the operator, with its tag
 * @param tenants namespaces of tenants; empty: all
 */
record Install(String namespace, String image, List<String> tenants) {
    static final String NAMESPACE = "kamaji-system";
    static final String IMAGE = "registry.example/kamaji-operator:0.1.0";
    static final String NAME = "kamaji";
    static final String ACCOUNT = "kamaji-controller-manager";

    private static final Set<Use> PASSES = Set.of(
            Use.TENANTS,
            Use.ON_DEMAND,
            Use.DATA_STORES,
            Use.MIGRATIONS,
            Use.GENERATORS,
            Use.BOUNDARIES,
            Use.CUSTOM_RESOURCES);

    /** In namespace {@value NAMESPACE}, over tenants of all namespaces. */
    static Install standard() {
        return new Install(NAMESPACE, IMAGE, List.of());
    }

    static String webhookConfiguration(ResourceType type) {
        return type.equals(ResourceTypes.VALIDATING_WEBHOOKS)
                ? "kamaji-validating-webhook-configuration"
                : "kamaji-mutating-webhook-configuration";
    }

    /** The custom resource definitions, which are applied apart from the rest; those of boundaries and classes among them. */
    static List<JsonObject> definitions() {
        return Stream.of(CustomResourceDefinitions.all(), BoundaryDefinitions.all())
                .flatMap(List::stream)
                .toList();
    }

    /** Everything else, in the order in which it can be applied. */
    List<JsonObject> objects() {
        var all = new ArrayList<JsonObject>();
        all.add(Manifest.NAMESPACE.of(this));
        all.addAll(rights());
        for (var manifest : List.of(
                Manifest.METRICS_SERVICE,
                Manifest.WEBHOOK_SERVICE,
                Manifest.DEPLOYMENT,
                Manifest.DISRUPTION_BUDGET,
                Manifest.MUTATING_WEBHOOK,
                Manifest.VALIDATING_WEBHOOK)) {
            all.add(manifest.of(this));
        }
        return all;
    }

    /** The account, its roles, and roles for users, which the admin cluster adds to its own {@code view} and {@code edit}. */
    List<JsonObject> rights() {
        var rights = RequiredRights.of(ControlPlaneRenderer.standard().registry());
        var all = new ArrayList<JsonObject>();
        all.add(Manifest.ACCOUNT.of(this));
        all.add(rights.forUses(Set.of(Use.DEFINITIONS, Use.WEBHOOK)).clusterRole("kamaji-setup-role"));
        all.add(bound("ClusterRoleBinding", "", "ClusterRole", "kamaji-setup-role"));
        var passes = rights.forUses(PASSES);
        if (tenants.isEmpty()) {
            all.add(passes.clusterRole("kamaji-manager-role"));
            all.add(bound("ClusterRoleBinding", "", "ClusterRole", "kamaji-manager-role"));
        } else {
            for (var role : passes.roles("kamaji-manager-role", tenants)) {
                var in = role.text("metadata", "namespace").orElse("");
                var kind = role.text("kind").orElseThrow();
                all.add(role);
                all.add(bound(kind + "Binding", in, kind, "kamaji-manager-role"));
            }
        }
        all.addAll(rights.forUses(Set.of(Use.REPLICAS)).roles("kamaji-leader-election-role", List.of(namespace)));
        all.add(bound("RoleBinding", namespace, "Role", "kamaji-leader-election-role"));
        all.add(Manifest.VIEW.of(this));
        all.add(Manifest.EDIT.of(this));
        return all;
    }

    private JsonObject bound(String kind, String in, String roleKind, String role) {
        var binding = JsonObject.parse(
                """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: %s
                metadata: {name: %s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: %s, name: %s}
                subjects: [{kind: ServiceAccount, name: %s, namespace: %s}]
                """.formatted(kind, role.replaceFirst("-role$", "-rolebinding"), roleKind, role, ACCOUNT, namespace));
        return in.isEmpty() ? binding : binding.update("metadata", metadata -> metadata.with("namespace", in));
    }

    /** Documents of one YAML file. */
    static String yaml(List<JsonObject> objects) {
        return objects.stream().map(JsonValue::toYaml).collect(Collectors.joining("---\n"));
    }

    /** {@code --namespace=NAME --image=NAME:TAG --namespaces=A,B --definitions}: what {@code render} is told. */
    static String render(List<String> arguments) {
        var install = standard();
        var definitions = false;
        for (var argument : arguments) {
            var value = argument.substring(argument.indexOf('=') + 1);
            switch (argument.replaceFirst("=.*", "")) {
                case "--namespace" -> install = new Install(value, install.image, install.tenants);
                case "--image" -> install = new Install(install.namespace, value, install.tenants);
                case "--namespaces" ->
                    install = new Install(install.namespace, install.image, Arrays.asList(value.split(",")));
                case "--definitions" -> definitions = true;
                default ->
                    throw new IllegalArgumentException(argument
                            + ": render knows --namespace=NAME, --image=NAME:TAG, --namespaces=A,B and --definitions");
            }
        }
        return yaml(definitions ? definitions() : install.objects());
    }
}

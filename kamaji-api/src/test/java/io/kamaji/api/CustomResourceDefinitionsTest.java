package io.kamaji.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.boundary.BoundaryDefinitions;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.schema.StructuralSchema;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CustomResourceDefinitionsTest {
    @Test
    void all_namesScopesAndVersions_areTheReferences() {
        assertThat(CustomResourceDefinitions.all())
                .extracting(crd -> crd.text("metadata", "name").orElseThrow()
                        + " " + crd.text("spec", "scope").orElseThrow()
                        + " " + crd.text("spec", "names", "kind").orElseThrow()
                        + " " + crd.array("spec", "names", "shortNames").texts()
                        + " " + crd.array("spec", "names", "categories").texts())
                .containsExactly(
                        "tenantcontrolplanes.kamaji.clastix.io Namespaced TenantControlPlane [tcp] [kamaji]",
                        "datastores.kamaji.clastix.io Cluster DataStore [] []",
                        "kubeconfiggenerators.kamaji.clastix.io Cluster KubeconfigGenerator [kc] [kamaji]");
    }

    @Test
    void tenantControlPlane_columnsAndScale_areTheReferences() {
        var version = CustomResourceDefinitions.tenantControlPlane()
                .array("spec", "versions")
                .objects()
                .findFirst()
                .orElseThrow();

        assertThat(version.array("additionalPrinterColumns")
                        .objects()
                        .map(c -> c.text("name").orElseThrow()))
                .containsExactly(
                        "Version",
                        "Installed Version",
                        "Status",
                        "Control-Plane endpoint",
                        "Kubeconfig",
                        "Datastore",
                        "Age");
        assertThat(version.text("subresources", "scale", "specReplicasPath"))
                .hasValue(".spec.controlPlane.deployment.replicas");
        assertThat(version.get("subresources", "status")).hasValue(JsonObject.EMPTY);
    }

    @Test
    void schemas_everyNode_isStructural() {
        var all = new ArrayList<>(CustomResourceDefinitions.all());
        all.addAll(BoundaryDefinitions.all());
        for (var definition : all) {
            var wrong = new ArrayList<String>();
            walk("", CustomResourceDefinitions.schema(definition), wrong);
            assertThat(wrong).isEmpty();
        }
    }

    private static void walk(String path, StructuralSchema schema, List<String> wrong) {
        var json = schema.toJson();
        if (!json.has("type")
                && !json.has("x-kubernetes-int-or-string")
                && !json.has("x-kubernetes-preserve-unknown-fields")) {
            wrong.add(path + " has no type");
        }
        for (var name : json.array("required").texts()) {
            if (schema.property(name).isEmpty()) {
                wrong.add(path + " requires " + name + ", which it has not");
            }
        }
        json.get("default")
                .ifPresent(value -> schema.violations(path, schema.applyDefaults(value))
                        .forEach(violation -> wrong.add("default " + violation)));
        schema.properties().forEach((name, next) -> walk(path + "." + name, next, wrong));
        schema.items().ifPresent(next -> walk(path + "[]", next, wrong));
        schema.additionalProperties().ifPresent(next -> walk(path + "{}", next, wrong));
    }

    /** Each message of a CEL rule is produced by a Java rule, too: the tests of validation name them all. */
    @Test
    void rules_inTheSchema_areAsManyAsInTheReferencePlusSqlite() {
        assertThat(rules(CustomResourceDefinitions.tenantControlPlane())).hasSize(19);
        assertThat(rules(CustomResourceDefinitions.dataStore())).hasSize(9 + 3);
        assertThat(rules(CustomResourceDefinitions.kubeconfigGenerator())).hasSize(2);
    }

    private static List<String> rules(JsonObject definition) {
        var found = new ArrayList<String>();
        rules(CustomResourceDefinitions.schema(definition), found);
        return found;
    }

    private static void rules(StructuralSchema schema, List<String> found) {
        schema.toJson()
                .array("x-kubernetes-validations")
                .objects()
                .map(rule -> rule.get("message").map(JsonValue::toJson).orElseThrow())
                .forEach(found::add);
        schema.properties().values().forEach(next -> rules(next, found));
        schema.items().ifPresent(next -> rules(next, found));
    }
}

/** Tenant control planes, datastores and kubeconfig generators as immutable values, equal to their custom resources. */
@SuppressWarnings("requires-automatic") // the annotations of Immutables, which no user needs
module io.kamaji.api {
    requires static org.immutables.value;
    requires static org.jspecify;
    requires com.fasterxml.jackson.annotation;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.yaml;
    requires com.fasterxml.jackson.datatype.jdk8;
    requires org.yaml.snakeyaml;

    exports io.kamaji.api;
    exports io.kamaji.api.boundary;
    exports io.kamaji.api.datastore;
    exports io.kamaji.api.json;
    exports io.kamaji.api.kubeconfig;
    exports io.kamaji.api.schema;
    exports io.kamaji.api.setting;
    exports io.kamaji.api.tenant;
    exports io.kamaji.api.tenant.status;
    exports io.kamaji.api.value;

    // generated classes, and what binds JSON values, are made by reflection
    opens io.kamaji.api;
    opens io.kamaji.api.datastore;
    opens io.kamaji.api.json;
    opens io.kamaji.api.kubeconfig;
    opens io.kamaji.api.tenant;
    opens io.kamaji.api.tenant.status;
}

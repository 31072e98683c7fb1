package io.kamaji.api.boundary;

import io.kamaji.api.CustomResourceDefinitions;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.schema.StructuralSchema;
import java.util.List;

/** The definitions of Kamaji's own custom resources beside the reference's, group {@code platform.kamaji.io}. Stateless. */
public final class BoundaryDefinitions {
    private static final JsonObject TENANT_BOUNDARY =
            CustomResourceDefinitions.named("tenantboundaries.platform.kamaji.io");
    private static final JsonObject TENANT_CLASS = CustomResourceDefinitions.named("tenantclasses.platform.kamaji.io");

    private BoundaryDefinitions() {}

    /** Both: boundaries and classes. */
    public static List<JsonObject> all() {
        return List.of(TENANT_BOUNDARY, TENANT_CLASS);
    }

    /** {@code tenantboundaries.platform.kamaji.io}, cluster-scoped. */
    public static JsonObject tenantBoundary() {
        return TENANT_BOUNDARY;
    }

    /** {@code tenantclasses.platform.kamaji.io}, cluster-scoped. */
    public static JsonObject tenantClass() {
        return TENANT_CLASS;
    }

    static StructuralSchema schema(JsonObject definition) {
        return CustomResourceDefinitions.schema(definition);
    }
}

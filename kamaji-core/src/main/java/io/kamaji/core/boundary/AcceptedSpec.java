package io.kamaji.core.boundary;

import io.kamaji.api.KamajiException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.observe.AdminState;
import io.kamaji.core.render.Rendered;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The spec that the live objects were last rendered from, kept in an annotation of ConfigMap {@code <tcp>-kubeadmconfig} for as long
 * as the tenant is in any boundary: what it had already is no change, however narrow the boundary became. Immutable.
 */
final class AcceptedSpec {
    /** An object takes 256 KiB of annotations. */
    static final int MOST = 128 * 1024;

    private static final String ANNOTATION = "kamaji.clastix.io/accepted-spec";
    private static final Pattern OURS = Pattern.compile("([a-z]+\\.)?kamaji\\.clastix\\.io/.*");

    private AcceptedSpec() {}

    /** What was accepted last; empty where nothing was recorded. */
    static Optional<TenantControlPlane> of(AdminState seen) {
        return seen.get(seen.names().kubeadmConfig())
                .flatMap(configMap -> configMap.text("metadata", "annotations", ANNOTATION))
                .map(text -> read(text, seen));
    }

    private static TenantControlPlane read(String text, AdminState seen) {
        try {
            return TenantControlPlane.stored(JsonObject.parse(text));
        } catch (IllegalArgumentException spoilt) {
            throw KamajiException.at(
                            seen.names().kubeadmConfig(),
                            "annotation " + ANNOTATION
                                    + " can't be read: without it, whatever the tenant has now counts as"
                                    + " accepted; take it away if that is right")
                    .cause(spoilt);
        }
    }

    /** A tenant as it is recorded: its name, its spec, and of its annotations those that Kamaji reads. */
    static String text(TenantControlPlane tenant) {
        var annotations = new LinkedHashMap<String, JsonValue>();
        tenant.toJsonObject().object("metadata", "annotations").members().forEach((key, value) -> {
            if (OURS.matcher(key).matches()) {
                annotations.put(key, value);
            }
        });
        var metadata = JsonObject.of(
                        "name", tenant.metadata().name(),
                        "namespace", tenant.metadata().namespace())
                .with("annotations", annotations.isEmpty() ? null : new JsonObject(annotations));
        var whole = tenant.toJsonObject();
        return JsonObject.of("apiVersion", whole.text("apiVersion"), "kind", whole.text("kind"))
                .with("metadata", metadata)
                .with("spec", whole.object("spec"))
                .sorted()
                .toJson();
    }

    /** The rendering with the record. */
    static Rendered record(Rendered rendered, AdminState seen, TenantControlPlane tenant) {
        return rendered.annotated(seen.names().kubeadmConfig(), ANNOTATION, text(tenant));
    }
}
